import assert from "node:assert/strict";
import {
  clusterRoles,
  roleBindings,
  secrets,
} from "../../../../src/apprepo/grant/objects/resources.ts";
import { madeLine } from "../../../../src/cli/made/made_line.ts";
import { MadeReport } from "../../../../src/cli/made/made_report.ts";

function collected() {
  const written: string[] = [];
  const output = { isTerminal: false, write: (text: string) => void written.push(text) };
  return { output, text: () => written.join("") };
}

Deno.test("madeLine() is kubectl's line", () => {
  const object = { metadata: { name: "x", namespace: "team-a" } };
  assert.equal(
    madeLine({ resource: roleBindings, object, outcome: "created" }, "server"),
    "rolebinding.rbac.authorization.k8s.io/x created (server dry run)\n",
  );
  assert.equal(
    madeLine({ resource: secrets, object, outcome: "deleted" }, "none"),
    'secret "x" deleted from team-a namespace\n',
  );
  assert.equal(
    madeLine(
      { resource: clusterRoles, object: { metadata: { name: "x" } }, outcome: "deleted" },
      "client",
    ),
    'clusterrole.rbac.authorization.k8s.io "x" deleted (dry run)\n',
  );
});

Deno.test("MadeReport prints no data of a Secret in any format", async () => {
  const annotations = { "kubectl.kubernetes.io/last-applied-configuration": "s3cret", a: "b" };
  const object = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "x", annotations, managedFields: [] },
    data: { token: "s3cret" },
    stringData: { token: "s3cret" },
  };
  for (const kind of ["default", "json", "yaml", "name"] as const) {
    const { output, text } = collected();
    const report = await MadeReport.open(output, "none", { kind });
    report.made({ resource: secrets, object, outcome: "created" });
    report.finish();
    assert.match(text(), /x/);
    assert.doesNotMatch(text(), /s3cret|managedFields/, kind);
  }
});

Deno.test("MadeReport counts as done what was stored", async () => {
  const object = { metadata: { name: "x", namespace: "a" } };
  const done = async (dryRun: "none" | "server") => {
    const report = await MadeReport.open(collected().output, dryRun, { kind: "default" });
    report.made({ resource: secrets, object, outcome: "created" });
    report.made({ resource: secrets, object, outcome: "unchanged" });
    return report.done;
  };
  assert.deepEqual(await done("none"), ["secret/x in namespace a"]);
  assert.deepEqual(await done("server"), []);
});
