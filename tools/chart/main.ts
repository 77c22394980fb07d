/** Writes the files of deploy/chart that are made from `serve`'s flags. */

import { join } from "node:path";
import { ROOT } from "../build/binary.ts";
import { madeChartFiles } from "./chart_files.ts";

for (const [path, text] of madeChartFiles()) {
  await Deno.writeTextFile(join(ROOT, "deploy/chart", path), text);
}
