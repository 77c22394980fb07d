// The rights in the cluster that docs/rbac.md lists for `harbor` are necessary, and enough.

import assert from "node:assert/strict";
import { Harbor } from "../../binary/support/harbor/harbor.ts";
import { users } from "../../binary/support/harbor/users.ts";
import { testCluster } from "../support/cluster.ts";
import { runCommand } from "../webhook/command.ts";
import { callerWith, type Right, right } from "./caller.ts";

const cluster = await testCluster();
const team = await cluster.namespace("harbor-rights");
const places = { team, kubeapps: team };
await cluster.createRepository(team, "one");
const admin = { env: { KUBECONFIG: cluster.adminKubeconfig } };
await runCommand(["grant", "-n", team], admin);

const rights: Readonly<Record<string, Right>> = {
  "get apprepositories": right("get", "kubeapps.com", "apprepositories", "team"),
  "get secrets": right("get", "", "secrets", "team"),
};

async function harbor(at: Harbor, verb: string, given: readonly Right[]) {
  const KUBECONFIG = await callerWith(cluster, places, given);
  const where = ["-n", team, "--harbor-url", at.url, "--allow-http", "--project=charts"];
  const apply = verb === "apply" ? ["--base-url=http://127.0.0.1:1", "--no-check"] : [];
  return await runCommand(["harbor", verb, "one", ...where, ...apply], {
    env: {
      KUBECONFIG,
      HARBOR_USERNAME: users.admin.name,
      HARBOR_PASSWORD: users.admin.password,
    },
  });
}

Deno.test({
  name: "harbor apply takes both rights, status one to tell more, and delete none",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await using at = new Harbor();
    for (const missing of Object.keys(rights)) {
      const given = Object.entries(rights).filter(([name]) => name !== missing);
      const { code, stderr } = await harbor(at, "apply", given.map(([, one]) => one));
      assert.equal(code, 1);
      assert.match(stderr, /^Error from server \(Forbidden\): /);
    }
    assert.deepEqual(at.writes, []);
    const applied = await harbor(at, "apply", Object.values(rights));
    assert.equal(applied.code, 0, applied.stderr);
    for (const given of [[], [rights["get apprepositories"]!]]) {
      const status = await harbor(at, "status", given);
      assert.equal(status.code, 0, status.stderr);
    }
    const deleted = await harbor(at, "delete", []);
    assert.equal(deleted.code, 0, deleted.stderr);
  },
});
