import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { kubeconfig as kubeconfigText } from "../../testcluster/kubeconfig.ts";
import { apprepo } from "./support/apprepo.ts";
import { callerToken } from "./support/callers.ts";
import { HttpClient, refreshPath } from "./support/http_client.ts";
import { kubectlProxy } from "./support/kubectl_proxy.ts";
import { RunningReceiver } from "./support/receiver.ts";

const cluster = await testCluster();
const sanitizeResources = false;

/** A kubeconfig whose user gets an admin's token from a program, and the file that shows it was run. */
async function execKubeconfig(token: string): Promise<{ path: string; ran: string }> {
  const path = `${cluster.folder}/${crypto.randomUUID()}.kubeconfig`;
  const ran = `${path}.ran`;
  const credential = JSON.stringify({
    apiVersion: "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    status: { token },
  });
  const config = JSON.parse(JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{
      name: "c",
      cluster: {
        server: cluster.server,
        "certificate-authority-data": btoa(cluster.authority.certificate),
      },
    }],
    users: [{
      name: "u",
      user: {
        exec: {
          apiVersion: "client.authentication.k8s.io/v1",
          interactiveMode: "Never",
          command: "sh",
          args: ["-c", `touch '${ran}'; echo '${credential}'`],
        },
      },
    }],
  }));
  await Deno.writeTextFile(path, JSON.stringify(config));
  return { path, ran };
}

async function adminToken(): Promise<string> {
  const account = { namespace: await cluster.namespace("admins"), name: "admin" };
  const token = await cluster.token(account);
  await cluster.grantClusterRole({ serviceAccount: account }, [
    { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
  ]);
  return token;
}

/** Nobody gets in who could not with the API server itself; whoever may, can. */
async function assertNobodyGetsIn(kubeconfig: string): Promise<void> {
  const ns = await cluster.namespace("credentials");
  await cluster.createRepository(ns, "my-repo");
  const without = await callerToken(cluster, ns, "nobody");
  const good = await callerToken(cluster, ns, "ci", ["get", "update"]);
  await using receiver = await RunningReceiver.start({ kubeconfig });
  const path = refreshPath(ns, "my-repo");
  using client = await HttpClient.connect(receiver.url);
  for (const [token, code] of [[undefined, 401], ["wrong", 401], [without, 403]] as const) {
    assert.equal((await client.post(path, token)).code, code);
  }
  assert.equal(await cluster.resyncRequests(ns, "my-repo"), 0);
  assert.equal((await client.post(path, good)).code, 200);
  const events = await cluster.auditEvents({ namespace: ns, verb: "update" });
  assert.deepEqual(events.map(({ user }) => user.username), [`system:serviceaccount:${ns}:ci`]);
}

Deno.test({
  name: "serve lets nobody in on the client certificate of its kubeconfig",
  sanitizeResources,
  async fn() {
    await assertNobodyGetsIn(cluster.adminKubeconfig);
  },
});

Deno.test({
  name: "serve lets nobody in on the token of its kubeconfig",
  sanitizeResources,
  async fn() {
    await assertNobodyGetsIn(await cluster.kubeconfigFor({ token: await adminToken() }));
  },
});

Deno.test({
  name: "serve lets nobody in on the exec plugin of its kubeconfig, and does not run it",
  sanitizeResources,
  async fn() {
    const { path, ran } = await execKubeconfig(await adminToken());
    await assertNobodyGetsIn(path);
    await assert.rejects(Deno.stat(ran), Deno.errors.NotFound);
  },
});

Deno.test({
  name: "serve does not start behind kubectl proxy",
  sanitizeResources,
  async fn() {
    await using proxy = await kubectlProxy(cluster.adminKubeconfig);
    const args = ["serve", "--port=0", "--metrics-port=0", `--server=${proxy.url}`];
    const { code, stdout, stderr } = await apprepo(args, { kubeconfig: cluster.adminKubeconfig });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /cluster "default" is not served: a request without a token is taken for/);
    assert.match(stderr, /kubectl proxy/);
  },
});

Deno.test({
  name: "serve does not start behind a proxy whose credentials have no rights at all",
  sanitizeResources,
  async fn() {
    const weak = await cluster.kubeconfigFor({ user: "weak" });
    await using proxy = await kubectlProxy(weak);
    const args = ["serve", "--port=0", "--metrics-port=0", `--server=${proxy.url}`];
    const { code, stderr } = await apprepo(args, { kubeconfig: weak });
    assert.equal(code, 1);
    assert.match(stderr, /is taken for "weak", not for system:anonymous/);
  },
});

Deno.test({
  name: "serve stops serving a cluster when a proxy with credentials takes its address",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("credentials");
    await cluster.createRepository(ns, "my-repo");
    // At first a server that knows nobody.
    const stranger = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => {
      const body = { kind: "Status", apiVersion: "v1", status: "Failure", code: 401 };
      return Response.json({ ...body, reason: "Unauthorized", message: "no" }, { status: 401 });
    });
    const { port } = stranger.addr as Deno.NetAddr;
    const args = [`--server=http://127.0.0.1:${port}`, "--unauthorized-ttl=0s"];
    await using receiver = await RunningReceiver.start({
      kubeconfig: cluster.adminKubeconfig,
      args,
    });
    using client = await HttpClient.connect(receiver.url);
    const path = refreshPath(ns, "my-repo");
    assert.equal((await client.post(path, "wrong")).code, 401);
    await stranger.shutdown();
    await using _proxy = await kubectlProxy(cluster.adminKubeconfig, port);
    for (const token of ["wrong", "other"]) {
      const { code, body } = await client.post(path, token);
      assert.equal(code, 503);
      assert.match(JSON.parse(body).message, /carries credentials of its own/);
      assert.ok(!body.includes("kubernetes-admin") && !body.includes("127.0.0.1"), body);
    }
    assert.equal(await cluster.resyncRequests(ns, "my-repo"), 0);
    using probe = await HttpClient.connect(receiver.metricsUrl);
    await probe.send("GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n");
    assert.equal((await probe.response()).code, 503);
  },
});

Deno.test({
  name: "serve serves several clusters by name, each with its own CA, and no other",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("credentials");
    await cluster.createRepository(ns, "my-repo");
    const good = await callerToken(cluster, ns, "ci", ["get", "update"]);
    const api = { server: cluster.server, ca: cluster.authority.certificate };
    const path = `${cluster.folder}/${crypto.randomUUID()}.kubeconfig`;
    const one = JSON.parse(JSON.stringify({ text: kubeconfigText({ ...api, token: "unused" }) }));
    await Deno.writeTextFile(path, one.text);
    const { stdout } = await cluster.kubectl(["config", "current-context"], { kubeconfig: path });
    const set = (args: string[]) => cluster.kubectl(["config", ...args], { kubeconfig: path });
    await set(["set-cluster", "gone", "--server=https://127.0.0.1:1"]);
    await set(["set-context", "gone", "--cluster=gone"]);
    const args = [`--serve-cluster=east=${stdout.trim()}`, "--serve-cluster=west=gone"];
    await using receiver = await RunningReceiver.start({ kubeconfig: path, args });
    using client = await HttpClient.connect(receiver.url);
    assert.equal((await client.post(refreshPath(ns, "my-repo"), good)).code, 200);
    assert.equal((await client.post(refreshPath(ns, "my-repo", "east"), good)).code, 200);
    const unreachable = await client.post(refreshPath(ns, "my-repo", "west"), good);
    assert.equal(unreachable.code, 502);
    assert.match(JSON.parse(unreachable.body).message, /cluster "west" could not be reached/);
    assert.equal((await client.post(refreshPath(ns, "my-repo", "north"), good)).code, 404);
    assert.equal(await cluster.resyncRequests(ns, "my-repo"), 2);
  },
});
