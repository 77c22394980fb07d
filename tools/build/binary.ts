import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BuildError } from "./build_error.ts";
import { bundle } from "./bundle.ts";
import { checkProgram } from "./check_program.ts";
import { compile } from "./compile.ts";
import { fingerprint } from "./fingerprint.ts";
import { makeOnce } from "./make_once.ts";
import { shortSum, SOURCES, sourcesSum } from "./sources.ts";
import { binaryName, hostTarget, type Target } from "./targets.ts";

/** The checkout's folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Where all that is built goes. */
export const DIST = join(ROOT, "dist");

const LARGEST = 100e6;

/**
 * Compiles the plugin, unless dist/ has it from the same sources and Deno.
 * @param imageDigest of the receiver's image, which `serve --manifests` then names
 * @returns the binary's path: dist/kubectl-apprepo, or dist/TARGET/kubectl-apprepo if one is named
 * @throws {BuildError} if it cannot be built, would not start, or is larger than 100 MB
 */
export async function build(target?: Target, imageDigest = ""): Promise<string> {
  const wanted = target ?? hostTarget();
  const path = join(DIST, target?.name ?? ".", binaryName(wanted));
  const sources = shortSum(await sourcesSum(ROOT));
  const facts = [Deno.version.deno, wanted.name, Deno.env.get("DENORT_BIN") ?? "", imageDigest];
  await makeOnce(path, await fingerprint(ROOT, SOURCES, facts), async () => {
    const entry = join(ROOT, "main.ts");
    const write = (folder: string) => bundle(entry, folder, sources, imageDigest);
    await compile(write, path, wanted);
    const program = await Deno.readFile(path);
    checkProgram(program, wanted, sources);
    if (program.length <= LARGEST) return;
    throw new BuildError(`${path} has ${program.length} bytes, over 100 MB`);
  });
  return path;
}
