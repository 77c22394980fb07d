import { relative } from "node:path";
import { ROOT } from "./binary.ts";

/** Prints a file that was made, and its size. */
export async function printSize(path: string): Promise<void> {
  const { size } = await Deno.stat(path);
  console.log(`${relative(ROOT, path)}  ${(size / 1e6).toFixed(1)} MB`);
}
