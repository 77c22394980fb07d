import assert from "node:assert/strict";
import { testCluster } from "./support/cluster.ts";
import { repositoryPath } from "./support/repositories.ts";
import { run } from "./support/run.ts";

const cluster = await testCluster();

Deno.test("grantRole() gives what the rules say, in one namespace", async () => {
  const [mine, other] = [await cluster.namespace("mine"), await cluster.namespace("other")];
  const rule = { apiGroups: ["kubeapps.com"], resources: ["apprepositories"], verbs: ["get"] };
  const user = `user-of-${mine}`;
  await cluster.grantRole(mine, { user }, [rule]);
  await cluster.createRepository(mine, "bitnami");
  const kubeconfig = await cluster.kubeconfigFor({ user });
  const get = ["get", "apprepos", "bitnami", "-o", "name", "-n"];
  const allowed = await cluster.kubectl([...get, mine], { kubeconfig });
  assert.equal(allowed.stdout, "apprepository.kubeapps.com/bitnami\n", allowed.stderr);
  assert.match((await cluster.kubectl([...get, other], { kubeconfig })).stderr, /Forbidden/);
});

Deno.test("createRepositories() makes a thousand", async () => {
  const namespace = await cluster.namespace("thousand");
  const names = await cluster.createRepositories(namespace, 1000, { labels: { team: "a" } });
  using api = cluster.api();
  const list = await api.get<{ items: { metadata: { name: string } }[] }>(
    `${repositoryPath(namespace)}?labelSelector=team%3Da`,
  );
  assert.deepEqual(list.items.map((item) => item.metadata.name), names);
  assert.equal(new Set(names).size, 1000);
});

Deno.test("auditEvents() says who asked for what, when, and what came back", async () => {
  const namespace = await cluster.namespace("audit");
  await cluster.createRepository(namespace, "bitnami", { resyncRequests: 7 });
  assert.equal(await cluster.resyncRequests(namespace, "bitnami"), 7);
  const kubeconfig = await cluster.kubeconfigFor({ user: "nobody" });
  await cluster.kubectl(["get", "apprepos/bitnami", "-n", namespace], { kubeconfig });
  const events = await cluster.auditEvents({ namespace }, 3);
  const seen = events.map(({ verb, user, responseStatus }) =>
    `${verb} ${user.username} ${responseStatus.code}`
  );
  assert.deepEqual(seen, ["create test-helper 201", "get test-helper 200", "get nobody 403"]);
  const [created] = await cluster.auditEvents({ namespace, verb: "create" });
  assert.equal(created?.objectRef?.name, "bitnami");
  assert.ok(Math.abs(Date.parse(created.requestReceivedTimestamp) - Date.now()) < 60_000);
  const sent = created.requestObject as { spec: { resyncRequests: number } };
  assert.equal(sent.spec.resyncRequests, 7);
});

Deno.test("run() tells code, signal and both outputs, and kills what takes too long", async () => {
  const script = "cat; echo to-stderr >&2; exit 3";
  assert.deepEqual(await run("sh", ["-c", script], { stdin: "in" }), {
    code: 3,
    signal: null,
    stdout: "in",
    stderr: "to-stderr\n",
  });
  const killed = await run("sh", ["-c", "echo started; sleep 60 & wait"], { timeout: 5_000 });
  assert.deepEqual(killed, { code: 137, signal: "SIGKILL", stdout: "started\n", stderr: "" });
});
