import { basename, dirname, join } from "node:path";
import { fileExists } from "./file_exists.ts";
import { replaceFile } from "./replace_file.ts";

/** Makes a file, unless it is there and was made from inputs of the same fingerprint. */
export async function makeOnce(
  path: string,
  fingerprint: string,
  make: () => Promise<void>,
): Promise<void> {
  const note = join(dirname(path), `.${basename(path)}.made-from`);
  if (await fileExists(path) && await fileExists(note)) {
    if (await Deno.readTextFile(note) === fingerprint) return;
  }
  await make();
  await replaceFile(note, (temporary) => Deno.writeTextFile(temporary, fingerprint));
}
