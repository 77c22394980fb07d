import { BINARY_NAME, COMPLETER_NAME, PLUGIN_NAME, PROJECT_HOME } from "../../src/about.ts";
import packageJson from "../../package.json" with { type: "json" };
import { archiveName, type Target, TARGETS } from "../build/targets.ts";

/** In Homebrew's words. */
const systems = { darwin: "macos", linux: "linux" } as const;
const processors = { amd64: "intel", arm64: "arm" } as const;

/**
 * The Homebrew formula of a release. Unlike krew, it puts into PATH what kubectl asks at each TAB.
 * Source: docs.brew.sh/Formula-Cookbook.
 * @param sums the sha256 of each archive, by its file name
 */
export function homebrewFormula(version: string, sums: ReadonlyMap<string, string>): string {
  const platforms = Object.entries(systems).map(([os, name]) => {
    const targets = TARGETS.filter((target) => target.os === os && sums.has(archiveName(target)));
    const blocks = targets.map((target) => block(target, version, sums));
    return `  on_${name} do\n${blocks.join("")}  end\n`;
  });
  return `# Made by \`deno task release\`.
class ${className(BINARY_NAME)} < Formula
  desc "${packageJson.description}"
  homepage "${PROJECT_HOME}"
  version "${version.slice(1)}"
  license "${packageJson.license}"

${platforms.join("\n")}
  def install
    bin.install "${BINARY_NAME}"
    # What kubectl asks to complete "kubectl ${PLUGIN_NAME}".
    bin.install_symlink bin/"${BINARY_NAME}" => "${COMPLETER_NAME}"
    man1.install Dir["man/*.1"]
    generate_completions_from_executable(bin/"${BINARY_NAME}", "completion",
                                         shells: [:bash, :zsh, :fish])
  end

  test do
    assert_match "${BINARY_NAME} v#{version} ", shell_output("#{bin}/${BINARY_NAME} version")
  end
end
`;
}

function block(target: Target, version: string, sums: ReadonlyMap<string, string>): string {
  const name = archiveName(target);
  return `    on_${processors[target.arch]} do
      url "${PROJECT_HOME}/releases/download/${version}/${name}"
      sha256 "${sums.get(name)}"
    end
`;
}

/** `kubectl-apprepo` is `KubectlApprepo`. */
function className(name: string): string {
  return name.split("-").map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("");
}
