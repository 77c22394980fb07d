// grant --user and --group bind and lock exactly the one of that name, whatever is in the name.

import assert from "node:assert/strict";
import { Api } from "../../../testcluster/api.ts";
import { testCluster } from "../support/cluster.ts";
import { credentials } from "../support/identities.ts";
import { type AppRepository, repositoryPath } from "../support/repositories.ts";
import { canLock, lockTest, noLockTest } from "./locks.ts";
import { attempt, eventually, plugin, succeed } from "./support.ts";

const cluster = await testCluster();
const locks = await canLock(cluster);
const rights = { apiGroups: ["kubeapps.com"], resources: ["apprepositories"], verbs: ["*"] };
const run = crypto.randomUUID().slice(0, 8);

/** The names; each with `run` in it, so that this run's locks are its own. */
const hostile = [
  `${run}' || true || 'y`,
  `${run}\\' || true || \\'y`,
  `${run}\\`,
  `"${run}" "\${x}" {{y}} %s`,
  `${run} Ünïcode 日本 😀 \u202e`,
  `${run}/../..:a#b?c&d=e`,
  `-${run} --yes`,
  `${run}\ttab\nline\u0001`,
];

/** Names that differ from a granted one in a way that shows little. */
function alike(name: string): string[] {
  return [`${name} `, name.toUpperCase(), name.replaceAll("\\", ""), name.replaceAll("'", "")]
    .filter((other) => other !== name);
}

async function as(identity: { user: string; groups?: string[] }): Promise<Api> {
  return new Api(await credentials(cluster, identity));
}

async function change(api: Api, path: string, field: string, value: unknown) {
  const repository = await api.get<AppRepository>(path);
  repository.spec[field] = value;
  return await attempt(api.replace(`${path}?dryRun=All`, repository));
}

/** API servers learn of a binding and of a lock, and of their ends, a moment later. */
async function comesTo(code: number, work: () => Promise<{ code: number }>, name: string) {
  assert.ok(await eventually(async () => (await work()).code === code), name);
}

async function isHeld(api: Api, path: string, name: string): Promise<void> {
  await comesTo(200, () => attempt(api.get(path)), name);
  assert.equal((await change(api, path, "resyncRequests", 1)).code, 200, name);
  const evil = () => change(api, path, "url", "https://evil.example.com");
  await comesTo(403, evil, name);
  assert.match((await evil()).text, /may only refresh AppRepositories/, name);
}

lockTest(locks, "a user of any name is bound and locked, and nobody else is", async () => {
  const namespace = await cluster.namespace("names");
  await cluster.createRepository(namespace, "bitnami");
  const path = repositoryPath(namespace, "bitnami");
  // One after the other: what is alike to one is another.
  for (const user of hostile) {
    await succeed(cluster, ["grant", "-n", namespace, `--user=${user}`, "--yes"]);
    using api = await as({ user });
    await isHeld(api, path, user);
    for (const other of alike(user)) {
      using api = await as({ user: other });
      assert.equal((await attempt(api.get(path))).code, 403, other);
      await cluster.grantRole(namespace, { user: other }, [rights]);
      assert.equal((await change(api, path, "url", "https://other")).code, 200, other);
    }
    const again = await succeed(cluster, ["grant", "-n", namespace, `--user=${user}`]);
    assert.match(again, /^(.* unchanged\n)+$/);
    const revoked = await succeed(cluster, ["revoke", "-n", namespace, `--user=${user}`]);
    assert.equal(revoked.match(/ deleted/g)?.length, 3, revoked);
    await comesTo(403, () => attempt(api.get(path)), user);
  }
});

lockTest(locks, "a group of any name is bound and locked, and nobody else is", async () => {
  const namespace = await cluster.namespace("groups");
  await cluster.createRepository(namespace, "bitnami");
  const path = repositoryPath(namespace, "bitnami");
  const user = `member-${run}`;
  await Promise.all(hostile.map(async (name) => {
    const group = `g${name}`;
    await succeed(cluster, ["grant", "bitnami", "-n", namespace, `--group=${group}`, "--yes"]);
    using member = await as({ user, groups: ["first", group] });
    await isHeld(member, path, group);
    using other = await as({ user, groups: [`${group} `] });
    assert.equal((await attempt(other.get(path))).code, 403, group);
    const revoke = ["revoke", "-n", namespace, `--group=${group}`];
    const revoked = await succeed(cluster, revoke);
    assert.equal(revoked.match(/ deleted/g)?.length, 4, revoked);
    assert.match((await plugin(cluster, revoke)).stderr, /There was nothing to revoke/);
  }));
});

lockTest(locks, "a lock is made when that was confirmed, and never of the caller", async () => {
  const namespace = await cluster.namespace("asked");
  const user = `asked-${run}`;
  for (
    const [flag, question] of [
      [`--user=${user}`, /User "asked-\w+" is locked with this: it can refresh AppRepos/],
      [`--group=${user}`, /Every member of group "asked-\w+" is locked .*, human admins included/],
    ] as const
  ) {
    const grant = ["grant", "-n", namespace, flag];
    const { code, stdout, stderr } = await plugin(cluster, grant);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, question);
    assert.match(stderr, /add --yes/);
    assert.match(await succeed(cluster, [...grant, "--no-lock"]), /^(?!validating)/);
    await succeed(cluster, [...grant, "--yes"]);
    await succeed(cluster, grant);
    await succeed(cluster, ["revoke", "-n", namespace, flag]);
  }
  await cluster.grantClusterRole({ user }, [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]);
  const kubeconfig = await cluster.kubeconfigFor({ user, groups: [`g-${run}`], namespace });
  for (const flag of [`--user=${user}`, `--group=g-${run}`]) {
    const { code, stderr } = await plugin(cluster, ["grant", flag, "--yes"], { kubeconfig });
    assert.equal(code, 1);
    assert.match(stderr, /^error: you are (in group|user) ".*" yourself, and the lock would keep/);
  }
});

lockTest(locks, "the lock of a user stays while something else names him", async () => {
  const namespace = await cluster.namespace("still-named");
  const user = `named-${run}`;
  await succeed(cluster, ["grant", "-n", namespace, "--user", user, "--yes"]);
  await cluster.grantRole(namespace, { user }, [rights]);
  const revoke = ["revoke", "-n", namespace, "--user", user];
  const { code, stdout, stderr } = await plugin(cluster, revoke);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^rolebinding\S* "\S+" deleted from \S+ namespace\n$/);
  assert.match(stderr, /^validatingadmissionpolicy\S+ left: user "named-\w+" is still named by r/);
  const command = /^To end the lock as well: kubectl (.*)$/m.exec(stderr)?.[1] ?? "";
  const deleted = await cluster.kubectl(command.split(" "));
  assert.equal(deleted.stdout.match(/ deleted/g)?.length, 2, deleted.stderr);
});

lockTest(locks, "who may not look everywhere leaves a user's lock", async () => {
  const namespace = await cluster.namespace("unseen");
  const user = `unseen-${run}`;
  await succeed(cluster, ["grant", "-n", namespace, "--user", user, "--yes"]);
  const caller = `caller-${run}`;
  await cluster.grantRole(namespace, { user: caller }, [
    { apiGroups: ["rbac.authorization.k8s.io"], resources: ["*"], verbs: ["*"] },
  ]);
  await cluster.grantClusterRole({ user: caller }, [
    { apiGroups: ["admissionregistration.k8s.io"], resources: ["*"], verbs: ["*"] },
  ]);
  const kubeconfig = await cluster.kubeconfigFor({ user: caller, namespace });
  const revoke = ["revoke", "--user", user];
  const { stdout, stderr } = await plugin(cluster, revoke, { kubeconfig });
  assert.equal(stdout.match(/ deleted/g)?.length, 1, stdout);
  assert.match(
    stderr,
    /^validatingad\S+ left: you may not look whether other namespaces name user/,
  );
  assert.match(stderr, /^RoleBindings in other namespaces left: /m);
  assert.equal((await succeed(cluster, revoke)).match(/ deleted/g)?.length, 2);
});

lockTest(locks, "status and doctor tell whether a user is locked", async () => {
  const namespace = await cluster.namespace("told");
  await cluster.createRepository(namespace, "bitnami");
  const user = `told-${run}`;
  await succeed(cluster, ["grant", "-n", namespace, "--user", user, "--yes"]);
  await succeed(cluster, ["grant", "bitnami", "-n", namespace, "--group", user, "--yes"]);
  await cluster.grantRole(namespace, { user: "a-person" }, [rights]);
  async function told() {
    const words = ["status", "bitnami", "-n", namespace, "-o", "json"];
    const { items } = JSON.parse((await plugin(cluster, words)).stdout);
    // Other tests bind accounts in the whole cluster.
    const own = items[0].refreshedBy.filter((one: { account?: unknown }) => !one.account);
    return own.map(({ user, group, locked }: Record<string, unknown>) => ({ user, group, locked }))
      .sort((a: { user?: string }) => a.user ? -1 : 1);
  }
  const group = { user: undefined, group: user, locked: true };
  assert.deepEqual(await told(), [{ user, group: undefined, locked: true }, group]);
  const doctor = ["doctor", "-n", namespace, "--only=ARD605"];
  await succeed(cluster, doctor);
  using api = cluster.api();
  const kind = "validatingadmissionpolicies";
  const path = `/apis/admissionregistration.k8s.io/v1/${kind}`;
  const { items } = await api.get<{ items: { metadata: { name: string } }[] }>(path);
  const own = items.find(({ metadata: { name } }) => name.includes(`.user-${user}-`));
  await api.delete(`${path}/${own?.metadata.name}`);
  assert.deepEqual(await told(), [{ user, group: undefined, locked: false }, group]);
  assert.match((await plugin(cluster, doctor)).stdout, /User "told-\w+" has no lock/);
  for (const flag of ["--user", "--group"]) {
    await succeed(cluster, ["revoke", "-n", namespace, flag, user]);
  }
});

Deno.test("a dry run for a user or a group makes nothing", async () => {
  const namespace = await cluster.namespace("dry");
  await cluster.createRepository(namespace, "bitnami");
  for (const flag of [`--user=dry'${run}`, `--group=dry'${run}`]) {
    for (const words of [[], ["bitnami"]]) {
      const grant = ["grant", ...words, "-n", namespace, flag];
      const server = await succeed(cluster, [...grant, "--dry-run=server"]);
      assert.match(server, /^rolebinding\S+ created \(server dry run\)$/m);
      const client = await succeed(cluster, [...grant, "--dry-run=client", "-o", "name"]);
      assert.match(client, /^validatingadmissionpolicy\.\S+\/apprepositories-refresh\.\w+-dry-/);
      assert.doesNotMatch(client, /serviceaccount|secret/);
    }
  }
  const { stdout } = await cluster.kubectl(["get", "rolebindings,roles", "-n", namespace]);
  assert.equal(stdout, "");
});

lockTest(locks, "the manifests for a user are what grant makes", async () => {
  const namespace = await cluster.namespace("manifests");
  const grant = ["grant", "-n", namespace, `--user=${hostile[0]}`];
  const manifests = await succeed(cluster, [...grant, "--dry-run=client", "-o", "yaml"]);
  const applied = await cluster.kubectl(["apply", "-f", "-"], { stdin: manifests });
  assert.equal(applied.code, 0, applied.stderr);
  assert.match(await succeed(cluster, grant), /^(.* unchanged\n)+$/);
  const json = JSON.parse(await succeed(cluster, [...grant, "-o", "json"]));
  const kinds = json.items.map(({ kind }: { kind: string }) => kind);
  assert.deepEqual(kinds.slice(2), ["ClusterRole", "RoleBinding"]);
  await succeed(cluster, ["revoke", "-n", namespace, `--user=${hostile[0]}`]);
});

noLockTest(locks, "where there can be no lock, a user is bound with a warning", async () => {
  const namespace = await cluster.namespace("no-lock");
  const { code, stderr } = await plugin(cluster, ["grant", "-n", namespace, "--user=u"]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^Warning: user "u" can't be locked: .*\nThat means that whoever speaks as/);
});
