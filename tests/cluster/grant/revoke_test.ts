import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { repositoryPath } from "../support/repositories.ts";
import { together } from "../support/together.ts";
import { canLock } from "./locks.ts";
import { assertMayGet, attempt, eventually, holder, plugin, succeed } from "./support.ts";

const cluster = await testCluster();
const locks = await canLock(cluster);
/** A policy and its binding, where there can be any. */
const lockParts = locks ? 2 : 0;

async function names(namespace: string): Promise<string[]> {
  const kinds = "serviceaccounts,secrets,roles,rolebindings";
  const { stdout } = await cluster.kubectl(["get", kinds, "-n", namespace, "-o", "name"]);
  return stdout.split("\n").filter((name) => name.includes("refresh"));
}

async function lockNames(namespace: string): Promise<string[]> {
  const kinds = "validatingadmissionpolicies,validatingadmissionpolicybindings";
  const { stdout } = await cluster.kubectl(["get", kinds, "-o", "name"]);
  return stdout.split("\n").filter((name) => name.includes(`.${namespace}.`));
}

together("revoke then use: refused", async () => {
  const namespace = await cluster.namespace("revoke");
  await cluster.createRepository(namespace, "bitnami");
  const token = await succeed(cluster, ["grant", "-n", namespace, "--print-token"]);
  using bearer = holder(cluster, token);
  const path = repositoryPath(namespace, "bitnami");
  await assertMayGet(bearer, path);
  const { code, stdout, stderr } = await plugin(cluster, ["revoke", "-n", namespace]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^rolebinding\.\S+ "apprepositories-refresh" deleted from \S+ namespace\n/);
  assert.match(stderr, /some 10 seconds/);
  assert.ok(await eventually(async () => (await attempt(bearer.get(path))).code === 401));
  assert.deepEqual(await names(namespace), []);
  assert.deepEqual(await lockNames(namespace), []);
  const again = await plugin(cluster, ["revoke", "-n", namespace]);
  assert.deepEqual([again.code, again.stdout], [0, ""]);
  assert.match(again.stderr, /There was nothing to revoke/);
});

together("revoke takes away the Role that one that ended half-way left", async () => {
  const namespace = await cluster.namespace("revoke-half");
  await cluster.createRepository(namespace, "bitnami");
  await succeed(cluster, ["grant", "bitnami", "-n", namespace]);
  const role = `apprepositories-refresh:${namespace}`;
  const lost = await cluster.kubectl(["delete", "rolebinding", role, "-n", namespace]);
  assert.equal(lost.code, 0, lost.stderr);
  const deleted = `role.rbac.authorization.k8s.io "${role}" deleted from ${namespace} namespace`;
  const revoke = ["revoke", "-n", namespace];
  const dry = await succeed(cluster, [...revoke, "--dry-run=server"]);
  assert.ok(dry.includes(`${deleted} (server dry run)\n`), dry);
  assert.ok((await succeed(cluster, revoke)).includes(`${deleted}\n`));
  assert.match((await plugin(cluster, revoke)).stderr, /There was nothing to revoke/);
});

together("revoke --dry-run changes nothing", async () => {
  const namespace = await cluster.namespace("revoke-dry");
  await succeed(cluster, ["grant", "-n", namespace]);
  const before = [await names(namespace), await lockNames(namespace)];
  for (const mode of ["client", "server"]) {
    const args = ["revoke", "-n", namespace, `--dry-run=${mode}`];
    const stdout = await succeed(cluster, args);
    assert.equal(
      stdout.match(/ deleted.* \((server )?dry run\)$/gm)?.length,
      3 + lockParts,
      stdout,
    );
  }
  assert.deepEqual([await names(namespace), await lockNames(namespace)], before);
});

together("revoke --from-namespace ends the rights there and leaves the rest", async () => {
  const [home, other] = [await cluster.namespace("from"), await cluster.namespace("from")];
  for (const place of [home, other]) await cluster.createRepository(place, "bitnami");
  const both = ["grant", "-n", home, "--to-namespace", `${home},${other}`, "--print-token"];
  const token = await succeed(cluster, both);
  const { stderr } = await plugin(cluster, ["revoke", "-n", home, "--from-namespace", other]);
  assert.match(stderr, /serviceaccount\/apprepositories-refresh left: it is still named by/);
  using bearer = holder(cluster, token);
  assert.ok(
    await eventually(async () =>
      (await attempt(bearer.get(repositoryPath(other, "bitnami")))).code === 403
    ),
  );
  await assertMayGet(bearer, repositoryPath(home, "bitnami"));
  assert.equal((await lockNames(home)).length, lockParts);
  await succeed(cluster, ["revoke", "-n", home, "--from-namespace", home]);
  assert.deepEqual(await names(home), []);
  assert.deepEqual(await lockNames(home), []);
});

together("revoke NAME takes one name back, and with the last one everything", async () => {
  const namespace = await cluster.namespace("revoke-name");
  for (const name of ["one", "two"]) await cluster.createRepository(namespace, name);
  const token = await succeed(cluster, ["grant", "one", "two", "-n", namespace, "--print-token"]);
  await succeed(cluster, ["revoke", "one", "-n", namespace]);
  using bearer = holder(cluster, token);
  assert.ok(
    await eventually(async () =>
      (await attempt(bearer.get(repositoryPath(namespace, "one")))).code === 403
    ),
  );
  await assertMayGet(bearer, repositoryPath(namespace, "two"));
  await succeed(cluster, ["revoke", "two", "-n", namespace]);
  assert.deepEqual(await names(namespace), []);
});

together("revoke NAME says that a wider grant stays in force", async () => {
  const namespace = await cluster.namespace("revoke-wide");
  await succeed(cluster, ["grant", "-n", namespace]);
  const { code, stderr } = await plugin(cluster, ["revoke", "one", "-n", namespace]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /left: it reaches every AppRepository in namespace/);
  assert.equal((await lockNames(namespace)).length, lockParts);
});

together("revoke leaves another ServiceAccount's grant alone, its lock included", async () => {
  const namespace = await cluster.namespace("revoke-other");
  await cluster.createRepository(namespace, "bitnami");
  await succeed(cluster, ["grant", "-n", namespace]);
  const sender = ["-n", namespace, "--serviceaccount", "sender"];
  await succeed(cluster, ["grant", ...sender]);
  await succeed(cluster, ["revoke", "-n", namespace]);
  const check = await succeed(cluster, ["token", ...sender, "--check"]);
  assert.match(check, /it may refresh every AppRepository/);
  assert.match(check, locks ? /^The lock is in force/m : /can have none/);
});

together(
  "revoke keeps an account with its lock while somebody else's binding names it",
  async () => {
    const namespace = await cluster.namespace("revoke-foreign");
    await succeed(cluster, ["grant", "-n", namespace]);
    const account = { namespace, name: "apprepositories-refresh" };
    const rule = { apiGroups: ["kubeapps.com"], resources: ["apprepositories"], verbs: ["update"] };
    await cluster.grantRole(namespace, { serviceAccount: account }, [rule]);
    const { stderr } = await plugin(cluster, ["revoke", "-n", namespace]);
    assert.match(stderr, /still named by rolebinding\.\S+\/test-\S+ in namespace/);
    assert.equal(/so its lock stays as well$/m.test(stderr), locks);
    assert.deepEqual(await names(namespace), ["serviceaccount/apprepositories-refresh"]);
    assert.equal((await lockNames(namespace)).length, lockParts);
  },
);

together(
  "revoke keeps the lock of an adopted account where the caller can't look everywhere",
  async () => {
    const [namespace, other] = [
      await cluster.namespace("revoke-adopted"),
      await cluster.namespace("unseen"),
    ];
    const account = ["create", "serviceaccount", "apprepositories-refresh", "-n", namespace];
    assert.equal((await cluster.kubectl(account)).code, 0);
    await succeed(cluster, ["grant", "-n", namespace, "--to-namespace", `${namespace},${other}`]);
    const user = `tenant-${crypto.randomUUID().slice(0, 8)}`;
    const rule = (group: string, resources: string[]) => ({
      apiGroups: [group],
      resources,
      verbs: ["get", "list", "update", "delete"],
    });
    await cluster.grantRole(namespace, { user }, [
      rule("", ["secrets", "serviceaccounts"]),
      rule("rbac.authorization.k8s.io", ["roles", "rolebindings"]),
    ]);
    const lockKinds = ["validatingadmissionpolicies", "validatingadmissionpolicybindings"];
    const locking = rule("admissionregistration.k8s.io", lockKinds);
    await cluster.grantClusterRole({ user }, [locking]);
    const kubeconfig = await cluster.kubeconfigFor({ user, namespace });
    const { code, stderr } = await plugin(cluster, ["revoke"], { kubeconfig });
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /left: it was there before the grant; you may not look .* lock stays as well/,
    );
    // In the other namespace it is still bound.
    assert.equal((await lockNames(namespace)).length, lockParts);
    await succeed(cluster, ["revoke", "-n", namespace]);
    assert.deepEqual(await lockNames(namespace), []);
  },
);

together("revoke and grant at once leave no right without its lock", async () => {
  const rounds = Array.from({ length: 4 }, async (_, round) => {
    const namespace = await cluster.namespace("race");
    await succeed(cluster, ["grant", "-n", namespace]);
    await Promise.all([
      plugin(cluster, ["revoke", "-n", namespace]),
      new Promise((resolve) => setTimeout(resolve, round * 60)).then(() =>
        plugin(cluster, ["grant", "-n", namespace])
      ),
    ]);
    const isBound = (await names(namespace)).some((name) => name.startsWith("rolebinding"));
    if (isBound) assert.equal((await lockNames(namespace)).length, lockParts, `round ${round}`);
    await succeed(cluster, ["grant", "-n", namespace]);
    assert.match(await succeed(cluster, ["token", "-n", namespace]), /^[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.equal((await lockNames(namespace)).length, lockParts);
  });
  await Promise.all(rounds);
});
