/**
 * Prints as JSON the folders of the npm packages of which something is in the program, in the order of
 * the alphabet. A process of its own, since esbuild leaves its service behind for a moment.
 */

import * as esbuild from "esbuild";
import { join } from "node:path";
import { ROOT } from "../build/binary.ts";
import { bundleOptions } from "../build/bundle_options.ts";
import { packageFolder } from "./package_folder.ts";

const { metafile } = await esbuild.build({
  ...bundleOptions(join(ROOT, "main.ts"), join(ROOT, "dist")),
  write: false,
});
const folders = new Set<string>();
for (const { inputs } of Object.values(metafile.outputs)) {
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const folder = packageFolder(path);
    if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
  }
}
console.log(JSON.stringify([...folders].sort()));
Deno.exit();
