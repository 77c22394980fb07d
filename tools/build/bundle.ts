import { fileURLToPath } from "node:url";
import { commandFailed, finish } from "./command.ts";

const BUNDLER = fileURLToPath(new URL("bundler.ts", import.meta.url));

/**
 * Bundles a program into `main.js` and one file for each dynamic import, which Deno reads only when
 * it is imported. In a process of its own, since esbuild leaves its service behind for a moment,
 * which a test that builds would be blamed for.
 * @param sources what `version` shows of the sum over the sources
 * @param imageDigest of the receiver's image, `sha256:…`; empty where there is none yet
 * @throws {BuildError} with esbuild's first error, or if a dynamic import would lose its names
 */
export async function bundle(
  entry: string,
  outdir: string,
  sources: string,
  imageDigest = "",
): Promise<void> {
  const args = ["run", "--quiet", "--allow-all", BUNDLER, entry, outdir, sources, imageDigest];
  const finished = await finish(Deno.execPath(), args);
  if (finished.code !== 0) throw commandFailed(`bundling ${entry}`, finished);
}
