# Made by `deno task release`.
class KubectlApprepo < Formula
  desc "kubectl plugin that makes Kubeapps sync its package repositories now"
  homepage "https://github.com/kubectl-apprepo/kubectl-apprepo"
  version "0.1.0"
  license "Apache-2.0"

  on_macos do
    on_intel do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-darwin-amd64.tar.gz"
      sha256 "69d603b95436ec632ccddf35a11a6a58fd35055712cd21660cc704f3b34093d8"
    end
    on_arm do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-darwin-arm64.tar.gz"
      sha256 "eca88edf0b2365775dcce9799112443f9de198c686c2f8b6bc3ba952fdb9c6da"
    end
  end

  on_linux do
    on_intel do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-linux-amd64.tar.gz"
      sha256 "a486d2bd8b037d73e4c6062f2c530bab9f7619d6254e70f071bb6039128482f0"
    end
    on_arm do
      url "https://github.com/kubectl-apprepo/kubectl-apprepo/releases/download/v0.1.0/kubectl-apprepo-linux-arm64.tar.gz"
      sha256 "281ca917a740ab4df21616ed6c9494f6d8014a11a8c61d5e2307172d4c42c2c2"
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
