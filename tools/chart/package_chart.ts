import { join } from "node:path";
import { BINARY_NAME } from "../../src/about.ts";
import packageJson from "../../package.json" with { type: "json" };
import { filesIn } from "../build/fingerprint.ts";
import { gzip } from "../build/gzip.ts";
import { ROOT } from "../build/binary.ts";
import { tar, type TarFile } from "../build/tar.ts";
import { chartYaml } from "./chart_yaml.ts";

const CHART = "deploy/chart";

/** `kubectl-apprepo-1.2.3.tgz`, as `helm push` wants it. */
export const chartName = `${BINARY_NAME}-${packageJson.version}.tgz`;

/**
 * Packs the chart as `helm package` does, but without the time: the same chart, the same bytes.
 * @param imageDigest that its manifests name
 */
export async function packageChart(imageDigest?: string): Promise<Uint8Array<ArrayBuffer>> {
  const files: TarFile[] = [];
  for (const path of (await filesIn(ROOT, CHART)).sort()) {
    const data = path === `${CHART}/Chart.yaml`
      ? new TextEncoder().encode(chartYaml(imageDigest))
      : await Deno.readFile(join(ROOT, path));
    files.push({ name: `${BINARY_NAME}${path.slice(CHART.length)}`, mode: 0o644, data });
  }
  return await gzip(tar(files));
}
