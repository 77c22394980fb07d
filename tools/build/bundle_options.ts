import type { BuildOptions } from "esbuild";
import { dirname } from "node:path";
import { nodeBuiltIns } from "./bundle_plugins.ts";

/**
 * How a program is bundled into `main.js` and a file for each dynamic import.
 * @param defines constants that the build puts in, by their names
 */
export function bundleOptions(
  entry: string,
  outdir: string,
  defines: Readonly<Record<string, string | undefined>> = {},
) {
  return {
    entryPoints: [{ in: entry, out: "main" }],
    outdir,
    // Names of chunks are made of paths: below the entry's folder they are the same everywhere.
    absWorkingDir: dirname(entry),
    preserveSymlinks: true,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "esnext",
    // Short names are read a millisecond faster; errors have their names as texts of their own.
    minify: true,
    define: Object.fromEntries(
      Object.entries(defines).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    plugins: [nodeBuiltIns],
    metafile: true,
    logLevel: "silent",
  } satisfies BuildOptions;
}
