# Made by `deno task release`.
class KubectlApprepo < Formula
  desc "kubectl plugin that makes Kubeapps sync its package repositories now"
  homepage "https://github.com/kubectl-apprepo/kubectl-apprepo"
  version "0.1.0"
  license "Apache-2.0"

  on_macos do
    on_intel do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-darwin-amd64.tar.gz"
      sha256 "dcb78e23d22335ce0450ab69f83c19051eef2269f7d1d4f0eba98a812ae3ec9d"
    end
    on_arm do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-darwin-arm64.tar.gz"
      sha256 "f76036c34acf366d18639b10d0c75693bbd2907bc73c92154f7fc34fc3c06183"
    end
  end

  on_linux do
    on_intel do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-linux-amd64.tar.gz"
      sha256 "f0f0127c91bf7ccd1262b466a3adf00a63e9ceb004944df18584a528b1a3c1bf"
    end
    on_arm do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-linux-arm64.tar.gz"
      sha256 "bf30bbd66496af9bbdce326212b0cf8f3cef94c6aabd31b5e2a3cd370019741f"
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
