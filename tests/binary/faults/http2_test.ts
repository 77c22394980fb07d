// The faults that matter over HTTP/2, which is what the program and a real API server speak.

import assert from "node:assert/strict";
import { testCluster } from "../../cluster/support/cluster.ts";
import { countsOf, said } from "../support/account.ts";
import { apprepo } from "../support/apprepo.ts";
import { Relay } from "./relay.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;

/** True once, at the first bytes from the server after it has stored a raise. */
function onceRaised(namespace: string): () => Promise<boolean> {
  let isOver = false;
  return async () => {
    if (isOver) return true;
    const counts = await countsOf(cluster, namespace);
    return isOver ||= Object.values(counts).some((count) => count > 0);
  };
}

Deno.test("over HTTP/2, a refresh whose answer is lost is raised again and named", async () => {
  const namespace = await cluster.namespace("http2");
  await cluster.createRepository(namespace, "a");
  const raised = onceRaised(namespace);
  let cuts = 0;
  await using relay = new Relay(cluster.server, async () => {
    if (cuts > 0 || !await raised()) return false;
    cuts++;
    return true;
  });
  const { code, stdout, stderr } = await apprepo(
    ["refresh", "a", `-n=${namespace}`, `--server=${relay.url}`],
    { kubeconfig },
  );
  assert.deepEqual([code, stdout], [0, "apprepository.kubeapps.com/a refreshed\n"], stderr);
  assert.match(stderr, /^apprepository\.kubeapps\.com\/a: an answer was lost on the way/);
  assert.deepEqual([cuts, await countsOf(cluster, namespace)], [1, { a: 2 }]);
});

Deno.test("over HTTP/2, one cut loses the answers of a whole connection, and no refresh", async () => {
  const namespace = await cluster.namespace("http2");
  const names = await cluster.createRepositories(namespace, 100);
  let cuts = 0;
  let parts = 0;
  await using relay = new Relay(cluster.server, () => {
    parts++;
    const isTime = parts % 40 === 0 && cuts < 3;
    if (isTime) cuts++;
    return Promise.resolve(isTime);
  });
  const result = await apprepo(["refresh", "--all", `-n=${namespace}`, `--server=${relay.url}`], {
    kubeconfig,
  });
  const { refreshed, failed, raisedAgain, unknown } = said(result);
  assert(cuts > 0, `${parts} parts`);
  assert.deepEqual([...refreshed, ...failed].sort(), names, result.stderr);
  const counts = await countsOf(cluster, namespace);
  for (const name of refreshed) {
    assert(
      [1, raisedAgain.includes(name) ? 2 : 1].includes(counts[name]!),
      `${name} ${counts[name]}`,
    );
  }
  // A second cut may hit one that was raised again; then it is said that nobody knows.
  assert.deepEqual(failed, unknown, result.stderr);
  for (const name of failed) assert(counts[name]! <= 2, `${name} ${counts[name]}`);
  assert.equal(result.code, failed.length > 0 ? 1 : 0);
});
