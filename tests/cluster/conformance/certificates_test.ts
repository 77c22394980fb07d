import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { fromSource } from "./from_source.ts";
import { differingCertificateRows } from "./rows/differing_certificates.ts";
import { refusedCertificateRows } from "./rows/refused_certificates.ts";
import { testRows } from "./table.ts";

Deno.test("docs/connecting.md has a line for each certificate that kubectl judges otherwise", async () => {
  const docs = await Deno.readTextFile(new URL("../../../docs/connecting.md", import.meta.url));
  const cells = docs.split("\n").map((line) => line.split("|")[1]?.trim());
  for (const { name, expect } of differingCertificateRows({ isNewest: false })) {
    if (typeof expect === "object" && "ours" in expect && expect.ours !== expect.kubectl) {
      assert.ok(cells.includes(name.replace("certificates: ", "")), name);
    }
  }
});

await testRows(await testCluster(), fromSource, [
  ...differingCertificateRows({ isNewest: true }),
  ...refusedCertificateRows,
]);
