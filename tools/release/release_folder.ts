import { basename, join } from "node:path";
import { writeChecksums } from "../build/archive.ts";
import { DIST } from "../build/binary.ts";
import { chartName, packageChart } from "../chart/package_chart.ts";
import { sha256 } from "../build/sha256.ts";

/** All that is published, and nothing else. */
export const RELEASE_FOLDER = join(DIST, "release");

/**
 * Fills dist/release anew with what a release publishes, and checksums.txt over all of it.
 * @param archives their paths
 * @param texts by their files' names
 * @param imageDigest that the chart names
 */
export async function fillReleaseFolder(
  archives: readonly string[],
  texts: ReadonlyMap<string, string>,
  imageDigest: string,
): Promise<void> {
  await Deno.remove(RELEASE_FOLDER, { recursive: true }).catch(() => {});
  await Deno.mkdir(RELEASE_FOLDER, { recursive: true });
  for (const path of archives) await Deno.copyFile(path, join(RELEASE_FOLDER, basename(path)));
  for (const [name, text] of texts) await Deno.writeTextFile(join(RELEASE_FOLDER, name), text);
  await Deno.writeFile(join(RELEASE_FOLDER, chartName), await packageChart(imageDigest));
  await writeChecksums(await sumsIn(RELEASE_FOLDER), RELEASE_FOLDER);
}

async function sumsIn(folder: string): Promise<Map<string, string>> {
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  const sums = new Map<string, string>();
  for (const name of names.sort()) {
    sums.set(name, await sha256(await Deno.readFile(join(folder, name))));
  }
  return sums;
}
