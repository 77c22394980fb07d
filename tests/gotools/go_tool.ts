// Programs that the tests check what is shipped with, built from their Go modules.

import { join } from "node:path";
import { BuildError } from "../../tools/build/build_error.ts";
import { cacheFolder } from "../../tools/build/cache_folder.ts";
import { commandFailed, finish } from "../../tools/build/command.ts";
import { fingerprint } from "../../tools/build/fingerprint.ts";
import { makeOnce } from "../../tools/build/make_once.ts";
import { replaceFile } from "../../tools/build/replace_file.ts";
import { step } from "../../tools/build/step.ts";

/** The packages, each pinned by the go.mod and go.sum of the folder that its module is named after. */
const packages = {
  actionlint: ["actionlint", "github.com/rhysd/actionlint/cmd/actionlint"],
  helm: ["helm", "helm.sh/helm/v3/cmd/helm"],
  krew: ["krew", "sigs.k8s.io/krew/cmd/krew"],
  "validate-krew-manifest": ["krew", "sigs.k8s.io/krew/cmd/validate-krew-manifest"],
} as const;

/** As testcluster/ is built, so that Go finds in its cache what both need. */
export const goEnvironment = {
  CGO_ENABLED: "0",
  GOFLAGS: "-mod=readonly -buildvcs=false",
  GOTOOLCHAIN: "local",
  GOWORK: "off",
};

/**
 * Builds the program, unless the cache has it.
 * @returns its path
 * @throws {BuildError} where it can't be built
 */
export async function goTool(name: keyof typeof packages): Promise<string> {
  const [module, path] = packages[name];
  const source = join(import.meta.dirname!, module);
  const folder = join(cacheFolder(), "gotools");
  const output = join(folder, name);
  await Deno.mkdir(folder, { recursive: true });
  const made = await fingerprint(source, ["go.mod", "go.sum"], [await goVersion(), path]);
  await makeOnce(output, made, async () => {
    await replaceFile(
      output,
      (temporary) =>
        step(`building ${name} from its Go module`, async () => {
          const args = ["build", "-trimpath", "-ldflags", "-s -w", "-o", temporary, path];
          const finished = await finish("go", args, { cwd: source, env: goEnvironment });
          if (finished.code !== 0) throw commandFailed(`go build ${path}`, finished);
        }),
    );
  });
  return output;
}

async function goVersion(): Promise<string> {
  const { code, stdout } = await finish("go", ["env", "GOVERSION"], { env: goEnvironment });
  if (code !== 0) throw new BuildError("there is no go: https://go.dev/dl/");
  return stdout.trim();
}
