import assert from "node:assert/strict";
import { isOfKubeapps } from "../../../../src/apprepo/kubeapps/labels.ts";

const name = "app.kubernetes.io/name";
const chart = "helm.sh/chart";

const rows: readonly (readonly [what: string, Record<string, string> | undefined, boolean])[] = [
  ["the chart's labels", { [name]: "kubeapps", [chart]: "kubeapps-12.4.0" }, true],
  ["the name alone", { [name]: "kubeapps" }, true],
  ["a nameOverride", { [name]: "apps", [chart]: "kubeapps-7.8.2" }, true],
  ["a nameOverride of SAP's chart", { [name]: "apps", [chart]: "kubeapps-18.0.0-rc1" }, true],
  ["a build's chart version", { [name]: "apps", [chart]: "kubeapps-0.0.1_4f2a" }, true],
  ["another chart that begins alike", { [name]: "x", [chart]: "kubeapps-themes-1.0.0" }, false],
  ["a chart that ends alike", { [name]: "x", [chart]: "my-kubeapps-1.0.0" }, false],
  ["a chart without a version", { [name]: "x", [chart]: "kubeapps" }, false],
  ["another name", { [name]: "kubeapps2" }, false],
  ["a part of Kubeapps that is another chart", { [name]: "redis", [chart]: "redis-18.1.0" }, false],
  ["no labels", undefined, false],
];

for (const [what, labels, is] of rows) {
  Deno.test(`isOfKubeapps() is ${is} for ${what}`, () => {
    assert.equal(isOfKubeapps({ metadata: { labels } }), is);
  });
}
