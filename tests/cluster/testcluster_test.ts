import assert from "node:assert/strict";
import { Api, ApiError } from "../../testcluster/api.ts";
import { findBinaries } from "../../testcluster/binaries.ts";
import { testCluster } from "./support/cluster.ts";
import { tokenUntil } from "./support/identities.ts";
import { run } from "./support/run.ts";

const cluster = await testCluster();

Deno.test("kubectl version reads the version that the API server was built as", async () => {
  const { apiServer } = await findBinaries();
  const built = (await run(apiServer, ["--version"])).stdout.trim();
  const { stdout } = await cluster.kubectl(["version", "-o", "json"]);
  const { gitVersion, major, minor } = JSON.parse(stdout).serverVersion;
  assert.equal(`Kubernetes ${gitVersion}`, built);
  assert.ok(gitVersion.startsWith(`v${major}.${minor}.`), gitVersion);
});

Deno.test("kube-controller-manager fills a Secret for a ServiceAccount token", async () => {
  const namespace = await cluster.namespace("secret");
  using api = cluster.api();
  await api.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: "ci" } });
  const annotations = { "kubernetes.io/service-account.name": "ci" };
  await api.create(`/api/v1/namespaces/${namespace}/secrets`, {
    metadata: { name: "token", annotations },
    type: "kubernetes.io/service-account-token",
  });
  const wait = ["wait", "--for=jsonpath={.data.token}", "secret/token", "--timeout=2m"];
  const waited = await cluster.kubectl([...wait, "-n", namespace], { timeout: 150_000 });
  assert.equal(waited.code, 0, waited.stderr);
  const secret = await api.get<{ data: { token: string } }>(
    `/api/v1/namespaces/${namespace}/secrets/token`,
  );
  const user = await whoAmI(await cluster.kubeconfigFor({ token: atob(secret.data.token) }));
  assert.equal(user.username, `system:serviceaccount:${namespace}:ci`);
});

Deno.test("kubeconfigFor() speaks as the ServiceAccount", async () => {
  const namespace = await cluster.namespace("account");
  const serviceAccount = { namespace, name: "ci" };
  const { username, groups } = await whoAmI(await cluster.kubeconfigFor({ serviceAccount }));
  assert.equal(username, `system:serviceaccount:${namespace}:ci`);
  assert.ok(groups.includes(`system:serviceaccounts:${namespace}`), groups.join());
});

for (const keyType of ["ec", "rsa"] as const) {
  Deno.test(`kubeconfigFor() speaks as the user of a client certificate (${keyType})`, async () => {
    const identity = { user: "jané", groups: ["team-a", "team-b"], keyType };
    const { username, groups } = await whoAmI(await cluster.kubeconfigFor(identity));
    assert.equal(username, "jané");
    assert.deepEqual(groups, ["team-a", "team-b", "system:authenticated"]);
  });
}

Deno.test("kubeconfigFor() sets the context's namespace", async () => {
  const path = await cluster.kubeconfigFor({ user: "jane", namespace: "team-a" });
  const view = ["config", "view", "--minify", "-o", "jsonpath={..namespace}"];
  assert.equal((await cluster.kubectl(view, { kubeconfig: path })).stdout, "team-a");
});

Deno.test("expiredToken() gets 401, and the same token before its end does not", async () => {
  const account = { namespace: await cluster.namespace("expired"), name: "ci" };
  assert.equal(await status(await cluster.expiredToken(account)), 401);
  const tomorrow = new Date(Date.now() + 86_400_000);
  assert.equal(await status(await tokenUntil(cluster, account, tomorrow)), 403);
  assert.equal(await status(await cluster.token(account)), 403);
});

Deno.test("a client certificate that expired gets 401", async () => {
  const notAfter = new Date(Date.now() - 60_000);
  const path = await cluster.kubeconfigFor({ user: "jane", notAfter });
  const { code, stderr } = await cluster.kubectl(["get", "pods"], { kubeconfig: path });
  assert.equal(code, 1);
  assert.match(stderr, /must be logged in/);
});

Deno.test("the CRD shows Type and URL and keeps fields it does not know", async () => {
  const namespace = await cluster.namespace("crd");
  const created = await cluster.createRepository(namespace, "bitnami", {
    url: "https://charts.bitnami.com/bitnami",
    auth: {},
    filterRule: { jq: "", later: 1 },
    syncJobPodTemplate: { metadata: { creationTimestamp: null }, spec: { containers: null } },
    notInvented: { yet: true },
  });
  const stored = await cluster.repository(namespace, "bitnami");
  assert.deepEqual(stored.spec, created.spec);
  assert.deepEqual(stored.spec["notInvented"], { yet: true });
  assert.deepEqual(stored.spec["filterRule"], { jq: "", later: 1 });
  assert.deepEqual(stored.spec["syncJobPodTemplate"], {
    metadata: { creationTimestamp: null },
    spec: { containers: null },
  });
  const { stdout } = await cluster.kubectl(["get", "apprepos", "-n", namespace]);
  assert.match(stdout, /^NAME +TYPE +URL\nbitnami +helm +https:\/\/charts.bitnami.com\/bitnami\n$/);
});

Deno.test("the CRD refuses a repository without a URL, and a counter that is no number", async () => {
  const namespace = await cluster.namespace("crd");
  for (const spec of [{ url: undefined }, { resyncRequests: "7" }]) {
    const refused = cluster.createRepository(namespace, "wrong", spec);
    await assert.rejects(refused, (error) => error instanceof ApiError && error.code === 422);
  }
});

/** As the audit log knows them: `kubectl auth whoami` takes Kubernetes 1.28. */
async function whoAmI(kubeconfig: string): Promise<{ username: string; groups: string[] }> {
  const namespace = await cluster.namespace("who");
  await cluster.kubectl(["get", "configmaps", "-n", namespace], { kubeconfig });
  const [event] = await cluster.auditEvents({ namespace, resource: "configmaps", verb: "list" });
  const { username = "", groups = [] } = event?.user ?? {};
  return { username, groups };
}

/** What the API server answers to somebody without rights. */
async function status(token: string): Promise<number> {
  using api = new Api({ server: cluster.server, ca: cluster.authority.certificate, token });
  try {
    await api.get("/api/v1/namespaces");
    return 200;
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}
