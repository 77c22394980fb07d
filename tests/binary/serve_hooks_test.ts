import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { apprepo } from "./support/apprepo.ts";
import {
  deliver,
  githubHeaders,
  githubPush,
  hmac,
  hookKey,
  hookReceiver,
  lend,
  pathOf,
  receiverAccount,
} from "./support/hooks.ts";
import { RunningReceiver } from "./support/receiver.ts";

const cluster = await testCluster();
const account = await receiverAccount(cluster);
const sanitizeResources = false;

/** A hook in a namespace of its own, for its one repository. */
async function tenant(wish: Partial<Parameters<typeof lend>[2]> = {}) {
  const namespace = await cluster.namespace("hooks");
  const name = "charts";
  for (const one of wish.repositories ?? [name]) await cluster.createRepository(namespace, one);
  const hook = await lend(cluster, account, { namespace, name, ...wish });
  return { namespace, hook, path: pathOf(hook) };
}

Deno.test({
  name: "serve --hooks refreshes for a sender that signs, and for nobody else",
  sanitizeResources,
  async fn() {
    const { namespace, path } = await tenant();
    const other = await tenant();
    await cluster.createRepository(namespace, "other");
    await using receiver = await hookReceiver(cluster, account);
    const body = githubPush();
    const headers = await githubHeaders(body);
    const good = await deliver(receiver, path, body, headers);
    assert.deepEqual([good.code, JSON.parse(good.body)], [200, { refreshed: ["charts"] }]);
    const refused = [
      // The body, the signature, the key and the kind of proof.
      await deliver(receiver, path, `${body} `, headers),
      await deliver(receiver, path, body, {
        ...headers,
        "x-hub-signature-256": headers["x-hub-signature-256"]!.replace(
          /.$/,
          (last) => last === "0" ? "1" : "0",
        ),
      }),
      await deliver(receiver, path, body, await githubHeaders(body, "another")),
      await deliver(receiver, path, body),
      await deliver(receiver, path, body, { authorization: `Bearer ${hookKey}` }),
      // The URL: its last part, its hook, its namespace.
      await deliver(receiver, path.slice(0, -1) + "x", body, headers),
      await deliver(receiver, path.replace("/charts/", "/nope/"), body, headers),
      await deliver(receiver, path.replace(namespace, `${namespace}x`), body, headers),
    ];
    assert.deepEqual(new Set(refused.map(({ code }) => code)), new Set([401]));
    assert.equal(new Set(refused.map((one) => one.body)).size, 1, "one answer for every failure");
    const counts = ["charts", "other"].map((name) => cluster.resyncRequests(namespace, name));
    assert.deepEqual(await Promise.all(counts), [1, 0]);
    assert.equal(await cluster.resyncRequests(other.namespace, "charts"), 0);
  },
});

Deno.test({
  name: "serve --hooks takes no less than 50 ms for a refusal, whatever is known of the hook",
  sanitizeResources,
  async fn() {
    const { path } = await tenant();
    await using receiver = await hookReceiver(cluster, account);
    const body = githubPush();
    await deliver(receiver, path, body, await githubHeaders(body));
    for (const wrong of [path, path.replace("/charts/", "/nope/"), `${path}x`]) {
      for (let time = 0; time < 5; time++) {
        const began = performance.now();
        assert.equal((await deliver(receiver, wrong, body)).code, 401);
        const took = performance.now() - began;
        assert.ok(took >= 49, `${took} ms`);
      }
    }
  },
});

Deno.test({
  name: "without --hooks there are none",
  sanitizeResources,
  async fn() {
    const { path } = await tenant();
    const kubeconfig = cluster.adminKubeconfig;
    await using receiver = await RunningReceiver.start({ kubeconfig });
    const body = githubPush();
    const { code } = await deliver(receiver, path, body, await githubHeaders(body));
    assert.equal(code, 404);
  },
});

Deno.test({
  name: "serve --hooks says as whom it takes hooks, where they are, and what token it lacks",
  sanitizeResources,
  async fn() {
    await using receiver = await hookReceiver(cluster, account);
    const { code, body } = await deliver(receiver, "/hook/a/b/", "");
    assert.equal(code, 404);
    assert.match(body, /and POST \/hook\/NAMESPACE\/NAME\/SECRET\. .* must not end in a slash/);
    receiver.signal("SIGTERM");
    assert.match(await receiver.log(), new RegExp(`hooks are taken as ${account.user}"`));
    const outside = await apprepo(["serve", "--hooks", "--port=0", "--metrics-port=0"], {
      kubeconfig: cluster.adminKubeconfig,
    });
    assert.equal(outside.code, 1);
    assert.match(
      outside.stderr,
      /^error: --hooks needs the receiver's own token: .*\n.* name a file .* with --hooks-token-file\.$/m,
    );
  },
});

Deno.test({
  name: "serve --hooks answers 202 to what asks for nothing, and refreshes nothing",
  sanitizeResources,
  async fn() {
    const { namespace, hook, path } = await tenant({ only: ["charts/*", "org/tools"] });
    await using receiver = await hookReceiver(cluster, account);
    async function sent(body: string, event?: string): Promise<[number, string]> {
      const headers = await githubHeaders(body, hookKey, event);
      const { code, body: answer } = await deliver(receiver, path, body, headers);
      return [code, JSON.parse(answer).reason];
    }
    const nothing = [202, "This event is no reason to refresh."];
    const unmeant = [202, "The event is about nothing that this hook goes by."];
    assert.deepEqual(await sent('{"zen":"x","hook_id":1}', "ping"), nothing);
    assert.deepEqual(await sent(githubPush(), "star"), nothing);
    assert.deepEqual(await sent(githubPush().replace("published", "deleted")), nothing);
    assert.deepEqual(await sent(githubPush("images/web")), unmeant);
    assert.deepEqual(await sent("not JSON"), unmeant);
    // The payload selects nothing: what it names decides whether, never what.
    assert.deepEqual(await sent(githubPush("other")), unmeant);
    assert.equal(await cluster.resyncRequests(namespace, "charts"), 0);
    assert.deepEqual((await sent(githubPush("tools")))[0], 200);
    assert.deepEqual((await sent(githubPush("Charts/x")))[0], 200);
    assert.equal(await cluster.resyncRequests(namespace, "charts"), 2);
    for (const [verdict, count] of [["nothing-asked", 3], ["not-meant", 3], ["refreshed", 2]]) {
      const labels = `{from="github",verdict="${verdict}"}`;
      const metric = await receiver.metric(`apprepo_receiver_hook_requests_total${labels}`);
      assert.equal(metric, count, String(verdict));
    }
    receiver.signal("SIGTERM");
    const lines = (await receiver.log()).trim().split("\n").map((line) => JSON.parse(line));
    const told = lines.filter(({ verdict }) => verdict);
    assert.deepEqual(
      told.map(({ hook, from, verdict, status }) => `${hook} ${from} ${verdict} ${status}`),
      [
        ...Array(3).fill(`${namespace}/charts github nothing-asked 202`),
        ...Array(3).fill(`${namespace}/charts github not-meant 202`),
        ...Array(2).fill(`${namespace}/charts github refreshed 200`),
      ],
    );
    assert.ok(!(await receiver.log()).includes(hook.id!));
  },
});

Deno.test({
  name: "serve --hooks refreshes each repository of a hook, or says which could not be",
  sanitizeResources,
  async fn() {
    const repositories = ["one", "two"];
    const { namespace, path } = await tenant({ from: "dockerhub", repositories });
    await using receiver = await hookReceiver(cluster, account);
    const body = JSON.stringify({
      callback_url: "http://127.0.0.1:1/never-called",
      push_data: { tag: "1", media_type: "application/vnd.cncf.helm.config.v1+json" },
      repository: { repo_name: "org/chart", name: "chart" },
    });
    const good = await deliver(receiver, path, body);
    assert.deepEqual([good.code, JSON.parse(good.body)], [200, { refreshed: repositories }]);
    using api = cluster.api();
    await api.delete(`/apis/kubeapps.com/v1alpha1/namespaces/${namespace}/apprepositories/two`);
    const bad = await deliver(receiver, path, body);
    assert.equal(bad.code, 404);
    assert.match(
      bad.body,
      /\\"two\\" not found\. Refreshed by the same request: one\./,
    );
    assert.equal(await cluster.resyncRequests(namespace, "one"), 2);
    receiver.signal("SIGTERM");
    assert.match(
      await receiver.log(),
      /"verdict":"failed","unrefreshed":\{"two":404\},"status":404/,
    );
  },
});

Deno.test({
  name: "serve --hooks takes a Standard Webhook once",
  sanitizeResources,
  async fn() {
    const secret = new Uint8Array(32).fill(9);
    const { namespace, path } = await tenant({
      from: "standard",
      keys: [{ key: `whsec_${secret.toBase64()}`, since: "" }],
    });
    await using receiver = await hookReceiver(cluster, account);
    async function sent(id: string, seconds = 0): Promise<number> {
      const time = String(Math.floor(Date.now() / 1_000) + seconds);
      const sum = await hmac("SHA-256", secret, `${id}.${time}.{}`);
      const signature = `v1,${sum.toBase64()}`;
      const headers = {
        "webhook-id": id,
        "webhook-timestamp": time,
        "webhook-signature": signature,
      };
      return (await deliver(receiver, path, "{}", headers)).code;
    }
    assert.deepEqual([await sent("a"), await sent("a"), await sent("b")], [200, 202, 200]);
    assert.deepEqual([await sent("c", -310), await sent("c", 310), await sent("c")], [
      401,
      401,
      200,
    ]);
    assert.equal(await cluster.resyncRequests(namespace, "charts"), 3);
  },
});

Deno.test({
  name: "serve --hooks refuses a delivery again that could not be done before, and then does it",
  sanitizeResources,
  async fn() {
    const secret = new Uint8Array(32).fill(3);
    const { namespace, path } = await tenant({
      from: "standard",
      keys: [{ key: `whsec_${secret.toBase64()}`, since: "" }],
    });
    using api = cluster.api();
    const repository = `/apis/kubeapps.com/v1alpha1/namespaces/${namespace}/apprepositories/charts`;
    await api.delete(repository);
    await using receiver = await hookReceiver(cluster, account);
    const time = String(Math.floor(Date.now() / 1_000));
    const sum = await hmac("SHA-256", secret, `msg.${time}.{}`);
    const headers = {
      "webhook-id": "msg",
      "webhook-timestamp": time,
      "webhook-signature": `v1,${sum.toBase64()}`,
    };
    const sent = async () => (await deliver(receiver, path, "{}", headers)).code;
    assert.equal(await sent(), 404);
    await cluster.createRepository(namespace, "charts");
    assert.deepEqual([await sent(), await sent()], [200, 202]);
  },
});

Deno.test({
  name: "serve --hooks refuses methods, and says nothing about the hook by that",
  sanitizeResources,
  async fn() {
    const { path } = await tenant();
    await using receiver = await hookReceiver(cluster, account);
    for (const url of [path, path.replace("/charts/", "/nope/")]) {
      for (const method of ["GET", "PUT", "DELETE"]) {
        const { status, headers } = await fetch(receiver.url + url, { method });
        assert.deepEqual([status, headers.get("allow")], [405, "POST"]);
      }
    }
    for (const odd of ["/hook/", "/hook/a/b", `${path}/x`, "/hook/A/b/ccc", "/hook/../b/cc"]) {
      const { code } = await deliver(receiver, odd, "");
      assert.equal(code, 404, odd);
    }
  },
});
