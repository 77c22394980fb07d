# Made by `deno task release`.
class KubectlApprepo < Formula
  desc "kubectl plugin that makes Kubeapps sync its package repositories now"
  homepage "https://github.com/kubectl-apprepo/kubectl-apprepo"
  version "0.1.0"
  license "Apache-2.0"

  on_macos do
    on_intel do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-darwin-amd64.tar.gz"
      sha256 "691df1aefdb4d28abcfd237700ef93474a32ee5e18da05d009b6dc0d5acd2db7"
    end
    on_arm do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-darwin-arm64.tar.gz"
      sha256 "68a2703bab1c2372f7b08e1a6d23483c8c3fd67222b7457bb1423ae27232d2c3"
    end
  end

  on_linux do
    on_intel do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-linux-amd64.tar.gz"
      sha256 "d3de44efb61eaa5181d6d6fa852a7391f4c1a82f334b700873d8a8c80767ca45"
    end
    on_arm do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-linux-arm64.tar.gz"
      sha256 "1913a3c06a1f18531cf2c4eb8fb0da61e30aacfd99a62785238adeed5d615c14"
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
