import { join } from "node:path";
import { sha256 } from "./sha256.ts";

/**
 * One sum over facts and over the contents of files.
 * @param paths files and folders below the root; a folder counts with all that is in it
 */
export async function fingerprint(
  root: string,
  paths: readonly string[],
  facts: readonly string[],
): Promise<string> {
  const lines = [...facts];
  for (const path of (await Promise.all(paths.map((path) => filesIn(root, path)))).flat().sort()) {
    lines.push(`${await sha256(await Deno.readFile(join(root, path)))} ${path}`);
  }
  return await sha256(new TextEncoder().encode(lines.join("\n")));
}

/** @returns the files at or below a path, by their paths below the root */
export async function filesIn(root: string, path: string): Promise<string[]> {
  if ((await Deno.stat(join(root, path))).isFile) return [path];
  const found: string[] = [];
  for await (const { name } of Deno.readDir(join(root, path))) {
    found.push(...await filesIn(root, `${path}/${name}`));
  }
  return found;
}
