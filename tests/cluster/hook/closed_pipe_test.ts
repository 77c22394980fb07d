// Nobody reads what is printed: the hook stands, and its secret is in no other output.

import assert from "node:assert/strict";
import { readHookSecret } from "../../../src/apprepo/hook/hook_secret.ts";
import { testCluster } from "../support/cluster.ts";
import { plugin } from "../grant/support.ts";

const cluster = await testCluster();
const main = new URL("../../../main.ts", import.meta.url).pathname;

Deno.test("hook create into a closed pipe ends as kubectl does, and a rotation gets a secret", async () => {
  const namespace = await cluster.namespace("hook-pipe");
  await cluster.createRepository(namespace, "charts");
  const base = "--base-url=https://kubeapps.example.com";
  const words = ["hook", "create", "charts", "-n", namespace, "--from=github", base];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-check", "-A", main, ...words, "--receiver=receivers:kubectl-apprepo"],
    env: { KUBECONFIG: cluster.adminKubeconfig },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await child.stdout.cancel();
  const said = await new Response(child.stderr).text();
  assert.equal((await child.status).code, 141, said);
  assert.match(said, /^secret\/apprepo-hook-charts created$/m);
  using api = cluster.api();
  const path = `/api/v1/namespaces/${namespace}/secrets/apprepo-hook-charts`;
  const { keys: [newest] } = readHookSecret(await api.get<never>(path));
  assert.ok(!said.includes(newest!.key));
  const rotated = await plugin(cluster, ["hook", "rotate", "charts", "-n", namespace, base]);
  assert.equal(rotated.code, 0, rotated.stderr);
  assert.ok(!rotated.stdout.includes(newest!.key));
});
