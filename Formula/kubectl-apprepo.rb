# Made by `deno task release`.
class KubectlApprepo < Formula
  desc "kubectl plugin that makes Kubeapps sync its package repositories now"
  homepage "https://github.com/kubectl-apprepo/kubectl-apprepo"
  version "0.1.0"
  license "Apache-2.0"

  on_macos do
    on_intel do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-darwin-amd64.tar.gz"
      sha256 "d6861e6c9cb78e9538458468a0900108710d6332267552c10d14ce666ca4f079"
    end
    on_arm do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-darwin-arm64.tar.gz"
      sha256 "86a84e8518fbd38748aa8de1621a99829bc2456f50c0db8072d1baf21aa876df"
    end
  end

  on_linux do
    on_intel do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-linux-amd64.tar.gz"
      sha256 "d0ad771d1431adaf64d12ccf0e08e63dbb809162bfa4062db07d6abf0e8b6f8c"
    end
    on_arm do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-linux-arm64.tar.gz"
      sha256 "3462a1ef0323baa884a684c31bebae2e10288934d8e0947327dd8fd54bba9595"
    end
  end

  def install
    bin.install "kubectl-apprepo"
    # What kubectl asks to complete "kubectl apprepo".
    bin.install_symlink bin/"kubectl-apprepo" => "kubectl_complete-apprepo"
    man1.install Dir["man/*.1"]
    generate_completions_from_executable(bin/"kubectl-apprepo", "completion",
                                         shells: [:bash, :zsh, :fish])
  end

  test do
    assert_match "kubectl-apprepo v#{version} ", shell_output("#{bin}/kubectl-apprepo version")
  end
end
