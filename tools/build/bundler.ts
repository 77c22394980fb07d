import * as esbuild from "esbuild";
import { BuildError } from "./build_error.ts";
import { bundleOptions } from "./bundle_options.ts";
import { runTool } from "./command_line.ts";

await runTool(main);

/**
 * Bundles what the arguments name: the entry, the folder for the files, the sum of the sources, the
 * digest of the image.
 */
async function main(): Promise<true> {
  const [entry = "", outdir = "", sources, imageDigest] = Deno.args;
  try {
    const defines = { BUILD_SOURCES: sources, BUILD_IMAGE_DIGEST: imageDigest };
    const { metafile } = await esbuild.build(bundleOptions(entry, outdir, defines));
    refuseNamelessImports(metafile);
    return true;
  } catch (error) {
    throw error instanceof BuildError ? error : new BuildError(firstMessage(error));
  }
}

/** `import()` of a CommonJS package has its named exports from source, but only `default` bundled. */
function refuseNamelessImports({ outputs }: esbuild.Metafile): void {
  for (const { entryPoint, exports } of Object.values(outputs)) {
    const ours = !entryPoint?.includes("node_modules/");
    if (ours || exports.some((name) => name !== "default")) continue;
    throw new BuildError(
      `a dynamic import of ${entryPoint} has no named exports once bundled: ` +
        "import it by name in a module of our own, and that module dynamically",
    );
  }
}

function firstMessage(error: unknown): string {
  const { errors, message } = error as Partial<esbuild.BuildFailure>;
  const first = errors?.[0];
  if (!first) return message ?? String(error);
  if (!first.location) return first.text;
  return `${first.location.file}:${first.location.line}: ${first.text}`;
}
