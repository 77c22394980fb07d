import { join } from "node:path";
import { ROOT } from "../build/binary.ts";
import { BuildError } from "../build/build_error.ts";
import { readRepositoryManifest } from "./repository_manifest.ts";

export const MANIFEST = join(ROOT, "plugin.yaml");

/** The image that plugin.yaml notes, if it is of these sources: it was published then. */
export async function notedImage(version: string, sources: string): Promise<string | undefined> {
  const noted = readRepositoryManifest(await Deno.readTextFile(MANIFEST));
  return noted.version === version && noted.sources === sources ? noted.imageDigest : undefined;
}

/** @throws {BuildError} with the first line that is another one */
export async function isCommitted(manifest: string): Promise<true> {
  const lines = manifest.split("\n");
  const found = (await Deno.readTextFile(MANIFEST)).split("\n");
  const at = lines.findIndex((line, index) => line !== found[index]);
  if (at === -1 && found.length === lines.length) return true;
  const [want, is] = [lines, found].map((all) => all[at]?.trim() ?? "the end");
  throw new BuildError(`plugin.yaml is not that of these archives: ${is}, not ${want}`);
}
