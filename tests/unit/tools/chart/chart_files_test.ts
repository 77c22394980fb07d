import assert from "node:assert/strict";
import { ROOT } from "../../../../tools/build/binary.ts";
import { madeChartFiles } from "../../../../tools/chart/chart_files.ts";
import { serveSpec } from "../../../../src/cli/verbs/serve/flags.ts";
import { chartValues } from "../../../../tools/chart/chart_values.ts";

Deno.test("deploy/chart is what `deno task chart` writes", async () => {
  for (const [path, text] of madeChartFiles()) {
    const found = await Deno.readTextFile(`${ROOT}/deploy/chart/${path}`);
    assert.equal(found, text, `deploy/chart/${path} is stale: npx deno task chart`);
  }
});

Deno.test("every flag of serve that means something in a cluster is a value of the chart", () => {
  const fixed = [
    // Where it listens and whom it speaks for is the chart's own to say.
    "address",
    "hooksTokenFile",
    "manifests",
    "metricsPort",
    "port",
    "tlsCertFile",
    "tlsPrivateKeyFile",
  ];
  const [own, inCluster, limits] = serveSpec.sections.map(({ flags }) => Object.keys(flags));
  const wanted = [...own!, ...inCluster!, ...limits!].filter((key) => !fixed.includes(key));
  const values = chartValues.map(({ key }) => key as string);
  assert.deepEqual(wanted.filter((key) => !values.includes(key)), []);
});
