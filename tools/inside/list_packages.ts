/**
 * Prints as JSON the names of the npm packages of which something is in the program, in the order of
 * the alphabet. A process of its own, since esbuild leaves its service behind for a moment.
 */

import * as esbuild from "esbuild";
import { join } from "node:path";
import { ROOT } from "../build/binary.ts";
import { bundleOptions } from "../build/bundle_options.ts";

const { metafile } = await esbuild.build({
  ...bundleOptions(join(ROOT, "main.ts"), join(ROOT, "dist")),
  write: false,
});
const names = new Set<string>();
for (const { inputs } of Object.values(metafile.outputs)) {
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
    if (name !== undefined && bytesInOutput > 0) names.add(name);
  }
}
console.log(JSON.stringify([...names].sort()));
Deno.exit();
