/** Writes docs/commands from the command tree, and takes away the pages of commands that are gone. */

import { join } from "node:path";
import { ROOT } from "../build/binary.ts";
import { commandPages } from "./command_pages.ts";

const folder = join(ROOT, "docs/commands");
const pages = await commandPages();
await Deno.mkdir(folder, { recursive: true });
for await (const { name } of Deno.readDir(folder)) {
  if (!pages.has(name)) await Deno.remove(join(folder, name));
}
for (const [name, text] of pages) await Deno.writeTextFile(join(folder, name), text);
