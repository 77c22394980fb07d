// What the receiver does with what was lent to it, and what it does when that is taken back; most of it
// takes ten seconds of an API server's.

import assert from "node:assert/strict";
import { hookSecret } from "../../src/apprepo/hook/hook_secret.ts";
import { auditOf } from "../cluster/support/audit.ts";
import { testCluster } from "../cluster/support/cluster.ts";
import { burst, countByCode, type Hit } from "./support/burst.ts";
import { eventually } from "./support/eventually.ts";
import { together } from "../cluster/support/together.ts";
import {
  deliver,
  githubHeaders,
  githubPush,
  hookKey,
  hookReceiver,
  lend,
  pathOf,
  type ReceiverAccount,
  receiverAccount,
} from "./support/hooks.ts";

const cluster = await testCluster();
const body = githubPush();

const secretPath = (namespace: string) =>
  `/api/v1/namespaces/${namespace}/secrets/apprepo-hook-charts`;

async function tenant(account: ReceiverAccount) {
  const namespace = await cluster.namespace("lent");
  await cluster.createRepository(namespace, "charts");
  const hook = await lend(cluster, account, { namespace, name: "charts" });
  return { namespace, hook, path: pathOf(hook) };
}

together(
  "the receiver's own account makes two kinds of requests, and the other connection never has its token",
  async () => {
    const account = await receiverAccount(cluster);
    const { namespace, path } = await tenant(account);
    await using receiver = await hookReceiver(cluster, account);
    const headers = await githubHeaders(body);
    for (let time = 0; time < 5; time++) {
      assert.equal((await deliver(receiver, path, body, headers)).code, 200);
    }
    await deliver(receiver, path.replace("/charts/", "/nope/"), body, headers);
    await deliver(receiver, path, body, {});
    await deliver(
      receiver,
      "/api/v1/clusters/default/namespaces/a/apprepositories/b/refresh",
      body,
      {
        authorization: `Bearer ${await Deno.readTextFile(account.tokenFile)}x`,
      },
    );
    const own = await auditOf(cluster.folder, account.user);
    const kinds = own.map(({ verb, requestURI, responseStatus: { code } }) =>
      `${verb} ${requestURI} ${code}`
    );
    const of = `/api/v1/namespaces/${namespace}`;
    assert.deepEqual([...new Set(kinds)].sort(), [
      `create ${of}/serviceaccounts/apprepo-hook-charts/token 201`,
      `get ${of}/secrets/apprepo-hook-charts 200`,
      `get ${of}/secrets/apprepo-hook-nope 403`,
    ]);
    assert.ok(own.length <= 5, `${own.length} requests for 7 deliveries`);
    const hooks = await auditOf(
      cluster.folder,
      `system:serviceaccount:${namespace}:apprepo-hook-charts`,
    );
    const did = hooks.map(({ verb, objectRef }) =>
      `${verb} ${objectRef?.resource} ${objectRef?.name}`
    );
    assert.deepEqual([...new Set(did)].sort(), [
      "get apprepositories charts",
      "update apprepositories charts",
    ]);
    assert.equal(await cluster.resyncRequests(namespace, "charts"), 5);
  },
);

together(
  "a token that the receiver is lent ends with the hook's Secret, and in ten minutes",
  async () => {
    const account = await receiverAccount(cluster);
    const { namespace, path } = await tenant(account);
    await using receiver = await hookReceiver(cluster, account);
    assert.equal((await deliver(receiver, path, body, await githubHeaders(body))).code, 200);
    const [asked] = (await auditOf(cluster.folder, account.user)).filter(({ verb }) =>
      verb === "create"
    );
    assert.ok(asked);
    // The same request by the same right, to look at what it brings.
    const kubeconfig = await cluster.kubeconfigFor({ serviceAccount: account });
    const uid = (await cluster.kubectl([
      "get",
      "secret",
      "apprepo-hook-charts",
      "-n",
      namespace,
      "-o",
      "jsonpath={.metadata.uid}",
    ])).stdout;
    const words = ["create", "token", "apprepo-hook-charts", "-n", namespace, "--duration=600s"];
    const bound = [
      "--bound-object-kind=Secret",
      "--bound-object-name=apprepo-hook-charts",
      `--bound-object-uid=${uid}`,
    ];
    const { stdout: token } = await cluster.kubectl([...words, ...bound], { kubeconfig });
    const claims = JSON.parse(atob(token.split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/")));
    assert.equal(claims.exp - claims.iat, 600);
    assert.equal(claims["kubernetes.io"].secret.uid, uid);
  },
);

together(
  "a hook whose Secret is deleted in the middle of a burst is dead ten seconds later",
  async () => {
    const account = await receiverAccount(cluster);
    const { namespace, hook, path } = await tenant(account);
    await using receiver = await hookReceiver(cluster, account);
    const shot = { path, body, headers: await githubHeaders(body) };
    let deletedAt = Infinity;
    const hits: Hit[] = [];
    /** Until so many ms after the Secret is gone. */
    async function shoot(until: () => number): Promise<void> {
      while (Date.now() < until()) hits.push(...await burst(receiver.url, Array(20).fill(shot), 4));
    }
    async function remove(): Promise<void> {
      const isGood = () => Promise.resolve(hits.some(({ code }) => code === 200) || undefined);
      await eventually("a 200", isGood);
      using api = cluster.api();
      await api.delete(secretPath(namespace));
      deletedAt = performance.timeOrigin + performance.now();
    }
    const giveUp = Date.now() + 60_000;
    await Promise.all([remove(), shoot(() => Math.min(giveUp, deletedAt + 15_000))]);
    assert.ok(hits.some(({ code, sent }) => code === 200 && sent < deletedAt));
    // The API server's ten seconds, and its own time to learn of the deletion.
    const late = hits.filter(({ sent }) => sent > deletedAt + 12_000);
    const after = late.filter(({ code }) => code < 300);
    assert.deepEqual(after, []);
    assert.ok(late.length > 10);
    assert.deepEqual(
      Object.keys(countByCode(hits)).filter((code) => !/^(200|401|429)$/.test(code)),
      [],
    );
    // Made again, it is another Secret: what was kept of the first is not used.
    using api = cluster.api();
    await api.create(`/api/v1/namespaces/${namespace}/secrets`, hookSecret(hook));
    await eventually("a 200 of the new Secret", async () => {
      const { code } = await deliver(receiver, path, body, shot.headers);
      return code === 200 ? code : undefined;
    });
  },
);

together("a hook that is made again at once goes on without a gap", async () => {
  const account = await receiverAccount(cluster);
  const { namespace, hook, path } = await tenant(account);
  await using receiver = await hookReceiver(cluster, account);
  const headers = await githubHeaders(body);
  assert.equal((await deliver(receiver, path, body, headers)).code, 200);
  using api = cluster.api();
  await api.delete(secretPath(namespace));
  await api.create(`/api/v1/namespaces/${namespace}/secrets`, hookSecret(hook));
  const codes = [];
  for (const ends = Date.now() + 12_000; Date.now() < ends;) {
    codes.push((await deliver(receiver, path, body, headers)).code);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.deepEqual(new Set(codes), new Set([200]));
});

together(
  "keys are changed under load without a refusal, and a dropped one counts no more",
  async () => {
    const account = await receiverAccount(cluster);
    const { namespace, path } = await tenant(account);
    await using receiver = await hookReceiver(cluster, account);
    using api = cluster.api();
    const encode = (keys: string[]) =>
      btoa(JSON.stringify(keys.map((key) => ({ key, since: "" }))));
    let key = hookKey;
    let isOver = false;
    const codes: number[] = [];
    async function load(): Promise<void> {
      while (!isOver) {
        codes.push((await deliver(receiver, path, body, await githubHeaders(body, key))).code);
      }
    }
    async function rotate(): Promise<void> {
      for (let turn = 0; turn < 6; turn++) {
        const next = `${turn}`.repeat(40);
        await api.patch(secretPath(namespace), { data: { keys: encode([next, key]) } });
        key = next; // at once: the sender is a script
        await new Promise((resolve) => setTimeout(resolve, 1_500));
      }
      isOver = true;
    }
    await Promise.all([rotate(), load(), load(), load()]);
    assert.deepEqual(new Set(codes), new Set([200]));
    await api.patch(secretPath(namespace), { data: { keys: encode([key]) } });
    const old = await githubHeaders(body, "4".repeat(40));
    const since = Date.now();
    await eventually("the end of a dropped key", async () => {
      const { code } = await deliver(receiver, path, body, old);
      return code === 401 ? code : undefined;
    });
    assert.ok(Date.now() - since < 15_000);
    assert.equal((await deliver(receiver, path, body, await githubHeaders(body, key))).code, 200);
  },
);

together("a hook whose account is made again goes on with a new token", async () => {
  const account = await receiverAccount(cluster);
  const { namespace, path } = await tenant(account);
  await using receiver = await hookReceiver(cluster, account);
  const headers = await githubHeaders(body);
  assert.equal((await deliver(receiver, path, body, headers)).code, 200);
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  using api = cluster.api();
  await api.delete(`${accounts}/apprepo-hook-charts`);
  await api.create(accounts, { metadata: { name: "apprepo-hook-charts" } });
  const codes = [];
  for (const ends = Date.now() + 13_000; Date.now() < ends;) {
    codes.push((await deliver(receiver, path, body, headers)).code);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.deepEqual(new Set(codes), new Set([200]));
});

together(
  "a refusal is the same for a hook and for none, also when no more names are looked up",
  async () => {
    const account = await receiverAccount(cluster);
    const { path } = await tenant(account);
    await using receiver = await hookReceiver(cluster, account);
    const none = (name: string) => path.replace("/charts/", `/${name}/`);
    const before = await deliver(receiver, `${path}x`, body);
    const all = await Promise.all(
      Array.from({ length: 30 }, (_, at) => deliver(receiver, none(`none-${at}`), body)),
    );
    all.push(
      await deliver(receiver, `${path}x`, body),
      await deliver(receiver, none("last"), body),
    );
    for (const one of all) assert.deepEqual(one, before);
    assert.equal(before.code, 401);
  },
);

together(
  "what is not lent any more ends within ten seconds, and what was lent by half is said to the sender",
  async () => {
    const account = await receiverAccount(cluster);
    const { namespace, path } = await tenant(account);
    await using receiver = await hookReceiver(cluster, account);
    const headers = await githubHeaders(body);
    const sent = () => deliver(receiver, path, body, headers);
    assert.equal((await sent()).code, 200);
    const words = ["delete", "rolebindings", "--all", "-n", namespace];
    assert.equal((await cluster.kubectl(words)).code, 0);
    const since = Date.now();
    await eventually("a refusal", async () => (await sent()).code === 401 || undefined);
    assert.ok(Date.now() - since < 15_000);
    await cluster.grantRole(namespace, { serviceAccount: account }, [{
      apiGroups: [""],
      resources: ["secrets"],
      verbs: ["get"],
      resourceNames: ["apprepo-hook-charts"],
    }]);
    await using fresh = await hookReceiver(cluster, account);
    const half = await deliver(fresh, path, body, headers);
    assert.equal(half.code, 403);
    assert.match(half.body, /what 'kubectl apprepo hook create' lends is not there/);
  },
);

together(
  "a Secret that is no hook is none, and the log says why without what is in it",
  async () => {
    const account = await receiverAccount(cluster);
    const { namespace, path } = await tenant(account);
    using api = cluster.api();
    await api.patch(secretPath(namespace), { data: { repositories: btoa('["../../x"]') } });
    await using receiver = await hookReceiver(cluster, account);
    assert.equal((await deliver(receiver, path, body, await githubHeaders(body))).code, 401);
    receiver.signal("SIGTERM");
    const log = await receiver.log();
    assert.match(
      log,
      new RegExp(`hook ${namespace}/charts: its Secret can't be used: repositories is no list`),
    );
    assert.ok(!log.includes(hookKey) && !log.includes("../x"));
  },
);
