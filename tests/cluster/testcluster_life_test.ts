import assert from "node:assert/strict";
import type { ClusterDescription } from "../../testcluster/description.ts";
import { assertGone, untilGone } from "./support/gone.ts";
import { ownCluster } from "./support/own_cluster.ts";

Deno.test("startApiServer() brings it back on the same port and data", async () => {
  await using own = await ownCluster();
  await own.createRepository("default", "bitnami", { resyncRequests: 41 });
  await own.killApiServer();
  const refused = await own.kubectl(["get", "apprepos"]);
  assert.match(refused.stderr, /connection .* refused/);
  await own.startApiServer();
  assert.equal(await own.resyncRequests("default", "bitnami"), 41);
  await own.stopApiServer();
  assert.match((await own.kubectl(["get", "apprepos"])).stderr, /connection .* refused/);
  await own.startApiServer();
  assert.equal(await own.resyncRequests("default", "bitnami"), 41);
});

Deno.test("main.ts leaves nothing when its parent closes its standard input", async () => {
  const { child, description } = await startMain();
  await child.stdin.close();
  assert.equal((await child.status).code, 0);
  await assertGone(description.folder, description.parts);
});

Deno.test("main.ts --stay leaves nothing after SIGTERM", async () => {
  const { child, description } = await startMain("--stay");
  await child.stdin.close();
  child.kill("SIGTERM");
  assert.equal((await child.status).code, 0);
  await assertGone(description.folder, description.parts);
});

Deno.test("main.ts leaves nothing when it is killed", async () => {
  const { child, description } = await startMain();
  assert.equal(description.parts.length, 5);
  child.kill("SIGKILL");
  await child.status;
  await child.stdin.close();
  await untilGone(description.folder, description.parts);
});

async function startMain(...options: string[]) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", "testcluster/main.ts", ...options],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  await reader.cancel();
  return { child, description: JSON.parse(value) as ClusterDescription };
}
