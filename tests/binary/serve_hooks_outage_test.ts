import assert from "node:assert/strict";
import { ownCluster } from "../cluster/support/own_cluster.ts";
import { eventually } from "./support/eventually.ts";
import {
  deliver,
  githubHeaders,
  githubPush,
  hookReceiver,
  lend,
  pathOf,
  receiverAccount,
} from "./support/hooks.ts";

Deno.test({
  name: "serve --hooks tells an outage from a refusal, and goes on after it",
  sanitizeResources: false,
  async fn() {
    await using cluster = await ownCluster();
    const account = await receiverAccount(cluster);
    const namespace = await cluster.namespace("hooks");
    await cluster.createRepository(namespace, "charts");
    const hook = await lend(cluster, account, { namespace, name: "charts" });
    await using receiver = await hookReceiver(cluster, account, "--request-timeout=3s");
    const body = githubPush();
    const headers = await githubHeaders(body);
    const sent = async (path = pathOf(hook)) => await deliver(receiver, path, body, headers);
    assert.equal((await sent()).code, 200);
    await cluster.killApiServer();
    const unknown = pathOf({ ...hook, name: "nope" });
    for (const path of [pathOf(hook), unknown]) {
      const { code, body: answer } = await sent(path);
      assert.ok([502, 503, 504].includes(code), `${code}`);
      assert.ok(!answer.includes(account.name) && !answer.includes("127.0.0.1"), answer);
    }
    await cluster.startApiServer();
    await eventually("a 200", async () => (await sent()).code === 200 || undefined);
    // A server that has just come back may refuse what it allows: its 403 is not believed at once.
    assert.ok([401, 503, 504].includes((await sent(unknown)).code));
  },
});
