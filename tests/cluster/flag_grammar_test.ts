// One table of command lines, read by kubectl and by us: the same values or the same words.

import assert from "node:assert/strict";
import { boolean, list, parseFlags, text, textOr } from "../../src/cli/flags/flags.ts";
import { run } from "./support/run.ts";

/** Flags that `kubectl create configmap x` shows the effect of without a cluster. */
const flags = {
  appendHash: boolean("append-hash"),
  dryRun: textOr("none", "dry-run", { bareValue: "unchanged" }),
  fromLiteral: list("from-literal"),
  namespace: text("namespace", { shorthand: "n" }),
  output: text("output", { shorthand: "o" }),
};

const rows = [
  "-n=ns -ojson --dry-run=client",
  "-nns -o=json --dry-run=client",
  "-n ns --output=json --dry-run",
  "--namespace=ns --dry-run=client --output json",
  "--namespace ns --append-hash=false --dry-run=client -o json",
  "--append-hash=F -n one -n two --dry-run=client -ojson",
  "--append_hash=false --dry_run=client -ojson",
  "-n= --dry-run=client -ojson",
  "-n -ojson --dry-run=client -o json",
  "--dry-run=client -o json --from-literal=a=b",
  "--dry-run=client -o json -- ",
  "--namespce=ns",
  "--dry-ru",
  "-x",
  "-nx -y",
  "-ojson -z=1",
  "-n",
  "--namespace",
  "--=x",
  "---x",
  "--append-hash=maybe",
  "--no-such=1 -h=x",
];

for (const row of rows) {
  const words = row.split(" ").map((word) => word.trim());
  Deno.test(`kubectl and parseFlags() read ${row} alike`, async () => {
    const { stdout, stderr } = await run("kubectl", ["create", "configmap", "x", ...words], {
      env: { KUBECONFIG: "/dev/null" },
    });
    const refusal = /^error: (.*)$/im.exec(stderr)?.[1];
    if (refusal !== undefined) {
      return assert.throws(() => parseFlags(flags, words), { message: refusal });
    }
    const { metadata } = JSON.parse(stdout);
    const { values, names } = parseFlags(flags, words);
    assert.equal(values.namespace ?? undefined, metadata.namespace);
    assert.equal(values.output, "json");
    assert.deepEqual(names.filter((name) => name !== ""), []);
    assert.equal(values.appendHash, metadata.name !== "x");
  });
}
