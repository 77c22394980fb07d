# Made by `deno task release`.
class KubectlApprepo < Formula
  desc "kubectl plugin that makes Kubeapps sync its package repositories now"
  homepage "https://github.com/kubectl-apprepo/kubectl-apprepo"
  version "0.1.0"
  license "Apache-2.0"

  on_macos do
    on_intel do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-darwin-amd64.tar.gz"
      sha256 "972213a6562d8935ac88e51841cd75fdd1af211babced2da0f4241083d9d1f43"
    end
    on_arm do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-darwin-arm64.tar.gz"
      sha256 "fa6a7049e695d6d27b1925c5de477ed756d162e25dbb7ff00cf13da83a2927fe"
    end
  end

  on_linux do
    on_intel do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-linux-amd64.tar.gz"
      sha256 "6ed21c8a2c15df6b589763a371daaae8059a8780354708bc6aaa84c26ffcd9ff"
    end
    on_arm do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-linux-arm64.tar.gz"
      sha256 "29356b893bb4a8cc503569e1dc52ecc1623e15f86a4f06e09084da1b1f54b2c4"
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
