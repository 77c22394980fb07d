import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { repositoryPath } from "../support/repositories.ts";
import { together } from "../support/together.ts";
import { canLock, lockTest, noLockTest } from "./locks.ts";
import { assertMayGet, attempt, eventually, holder, plugin, succeed } from "./support.ts";

const cluster = await testCluster();
const locks = await canLock(cluster);

async function granted(prefix: string): Promise<{ namespace: string; path: string }> {
  const namespace = await cluster.namespace(prefix);
  await cluster.createRepository(namespace, "bitnami");
  const token = await succeed(cluster, ["grant", "-n", namespace, "--print-token"]);
  const path = repositoryPath(namespace, "bitnami");
  await assertGood(token, path);
  return { namespace, path };
}

/** API servers learn of a new token's Secret a moment later. */
async function assertGood(token: string, path: string): Promise<void> {
  using bearer = holder(cluster, token);
  await assertMayGet(bearer, path);
}

async function codeOf(token: string, path: string): Promise<number> {
  using bearer = holder(cluster, token);
  return (await attempt(bearer.get(path))).code;
}

together("token prints the token alone, as a header, and as JSON", async () => {
  const { namespace, path } = await granted("token");
  const { stdout: token, stderr } = await plugin(cluster, ["token", "-n", namespace]);
  assert.equal(stderr, "");
  assert.match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/);
  await assertGood(token, path);
  const header = await succeed(cluster, ["token", "-n", namespace, "-o", "header"]);
  assert.equal(header, `Authorization: Bearer ${token}`);
  const json = JSON.parse(await succeed(cluster, ["token", "-n", namespace, "-o", "json"]));
  assert.deepEqual(json, {
    namespace,
    serviceAccount: "apprepositories-refresh",
    secret: "apprepositories-refresh-token",
    token,
    expirationTimestamp: null,
  });
});

together("token --duration prints a token that ends, and is stored nowhere", async () => {
  const { namespace, path } = await granted("duration");
  const args = ["token", "-n", namespace, "--duration", "20m", "-o", "json"];
  const { token, expirationTimestamp, secret } = JSON.parse(await succeed(cluster, args));
  await assertGood(token, path);
  const seconds = (Date.parse(expirationTimestamp) - Date.now()) / 1000;
  assert.ok(seconds > 1_000 && seconds <= 1_200, expirationTimestamp);
  assert.equal(secret, undefined);
});

together(
  "grant --token-type=bound makes no Secret and prints the token on demand only",
  async () => {
    const namespace = await cluster.namespace("bound");
    const bound = ["grant", "-n", namespace, "--token-type=bound", "--duration=720h"];
    const refused = await plugin(cluster, bound);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^error: --token-type=bound stores the token nowhere/);
    const { code, stdout, stderr } = await plugin(cluster, [...bound, "--print-token"]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.match(stderr, /^serviceaccount\/apprepositories-refresh created$/m);
    assert.match(stderr, /^The token is good until 20/m);
    using api = cluster.api();
    const secrets = await api.get<{ items: unknown[] }>(`/api/v1/namespaces/${namespace}/secrets`);
    assert.equal(secrets.items.length, 0);
  },
);

together("token --rotate --keep-old leaves both good, --drop-old the new one only", async () => {
  const { namespace, path } = await granted("rotate");
  const old = await succeed(cluster, ["token", "-n", namespace]);
  const fresh = await succeed(cluster, ["token", "-n", namespace, "--rotate", "--keep-old"]);
  assert.notEqual(fresh, old);
  for (const token of [old, fresh]) await assertGood(token, path);
  assert.equal(await succeed(cluster, ["token", "-n", namespace]), fresh);
  assert.equal(await succeed(cluster, ["token", "-n", namespace, "--drop-old"]), "");
  assert.ok(await eventually(async () => await codeOf(old, path) === 401));
  await assertGood(fresh, path);
  const third = await succeed(cluster, ["token", "-n", namespace, "--rotate"]);
  await assertGood(third, path);
  assert.ok(await eventually(async () => await codeOf(fresh, path) === 401));
});

/** A token that Kubernetes 1.21 to 1.23 make by themselves, or somebody by hand. */
async function otherToken(namespace: string, name: string): Promise<string> {
  using api = cluster.api();
  const secrets = `/api/v1/namespaces/${namespace}/secrets`;
  const annotations = { "kubernetes.io/service-account.name": "apprepositories-refresh" };
  const type = "kubernetes.io/service-account-token";
  await api.create(secrets, { metadata: { name, annotations }, type });
  let token: string | undefined;
  assert.ok(
    await eventually(async () => {
      const { data } = await api.get<{ data?: { token?: string } }>(`${secrets}/${name}`);
      return (token = data?.token) !== undefined;
    }),
  );
  return atob(token!);
}

async function withToken(namespace: string): Promise<string> {
  const base = ["--base-url", "https://kubeapps.example.com", "--for", "curl"];
  const args = ["webhook-url", "bitnami", "-n", namespace, ...base, "--with-token"];
  const stdout = await succeed(cluster, args);
  return /Bearer ([\w.-]+)/.exec(stdout)?.[1] ?? stdout;
}

together(
  "token, --rotate and webhook-url --with-token mean the same token beside others",
  async () => {
    const { namespace, path } = await granted("others");
    const token = await succeed(cluster, ["token", "-n", namespace]);
    const other = await otherToken(namespace, "apprepositories-refresh-token-x2k4p");
    assert.equal(await succeed(cluster, ["token", "-n", namespace]), token);
    assert.equal(await withToken(namespace), token);
    const rotated = await plugin(cluster, ["token", "-n", namespace, "--rotate"]);
    assert.match(rotated.stderr, /^secret "apprepositories-refresh-token" deleted/m);
    assert.match(
      rotated.stderr,
      /^secret\/apprepositories-refresh-token-x2k4p left: grant did not make it, .* stays good$/m,
    );
    assert.equal(await withToken(namespace), rotated.stdout);
    assert.ok(await eventually(async () => await codeOf(token, path) === 401));
    await assertGood(other, path);
    const dropped = await plugin(cluster, ["token", "-n", namespace, "--drop-old"]);
    assert.match(dropped.stderr, /x2k4p left: .*\n.*\nThere is no old token\.$/m);
    const [, command = ""] = /^To end that one, too: kubectl (.*?) \(/m.exec(rotated.stderr) ?? [];
    assert.equal((await cluster.kubectl(command.split(" "))).code, 0);
    assert.ok(await eventually(async () => await codeOf(other, path) === 401));
  },
);

together(
  "token --rotate ends a token that grant did not make, where that was the one printed",
  async () => {
    for (const keep of [[], ["--keep-old"]]) {
      const { namespace, path } = await granted("foreign");
      using api = cluster.api();
      await api.delete(`/api/v1/namespaces/${namespace}/secrets/apprepositories-refresh-token`);
      const token = await otherToken(namespace, "by-hand");
      assert.equal(await succeed(cluster, ["token", "-n", namespace]), token);
      assert.equal(await withToken(namespace), token);
      const fresh = await succeed(cluster, ["token", "-n", namespace, "--rotate", ...keep]);
      assert.notEqual(fresh, token);
      assert.equal(await succeed(cluster, ["token", "-n", namespace]), fresh);
      if (keep.length > 0) {
        await assertGood(token, path);
        await succeed(cluster, ["token", "-n", namespace, "--drop-old"]);
      }
      assert.ok(await eventually(async () => await codeOf(token, path) === 401));
      await assertGood(fresh, path);
    }
  },
);

together(
  "token --rotate makes a token of its own, though a name that it would use is taken",
  async () => {
    const { namespace } = await granted("taken");
    const other = await otherToken(namespace, "apprepositories-refresh-token-2");
    const { stdout, stderr } = await plugin(cluster, ["token", "-n", namespace, "--rotate"]);
    assert.notEqual(stdout, other);
    assert.match(stderr, /^secret\/apprepositories-refresh-token-3 created$/m);
  },
);

together("revoke says which token of a ServiceAccount that stays is still good", async () => {
  const namespace = await cluster.namespace("left");
  await cluster.kubectl(["create", "serviceaccount", "apprepositories-refresh", "-n", namespace]);
  await succeed(cluster, ["grant", "-n", namespace]);
  await otherToken(namespace, "by-hand");
  const { code, stdout, stderr } = await plugin(cluster, ["revoke", "-n", namespace]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^secret "apprepositories-refresh-token" deleted/m);
  assert.match(stderr, /^secret\/by-hand left: grant did not make it; its token stays good for/m);
});

together("token --rotate --dry-run changes nothing", async () => {
  const { namespace } = await granted("rotate-dry");
  const before = await succeed(cluster, ["token", "-n", namespace]);
  for (const mode of ["client", "server"]) {
    const args = ["token", "-n", namespace, "--rotate", `--dry-run=${mode}`];
    const { code, stdout, stderr } = await plugin(cluster, args);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /^secret\/apprepositories-refresh-token-2 created \(.*dry run\)$/m);
    assert.match(stderr, /^secret "apprepositories-refresh-token" deleted .*dry run\)$/m);
  }
  assert.equal(await succeed(cluster, ["token", "-n", namespace]), before);
});

together("token --check tells what the token may do, the lock included", async () => {
  const { namespace } = await granted("check");
  const args = ["token", "-n", namespace, "--check"];
  const text = await succeed(cluster, args);
  assert.match(text, new RegExp(`speaks as system:serviceaccount:${namespace}:apprepositories-`));
  assert.match(text, new RegExp(`In namespace "${namespace}" it may refresh every AppRepository`));
  assert.match(text, locks ? /^The lock is in force/m : /^There is NO LOCK, and .* none/m);
  assert.doesNotMatch(text, /more than that/);
  await succeed(cluster, ["grant", "-n", namespace, "--no-lock"]);
  const { lock } = JSON.parse(await succeed(cluster, [...args, "-o", "json"]));
  assert.equal(lock, locks ? "in force" : "impossible");
});

together("token --check tells a token that is not valid from one without rights", async () => {
  const { namespace, path } = await granted("check-gone");
  const token = await succeed(cluster, ["token", "-n", namespace]);
  await cluster.kubectl(["delete", "rolebinding", "apprepositories-refresh", "-n", namespace]);
  const check = ["token", "-n", namespace, "--check", "-o", "json"];
  const bare = JSON.parse(await succeed(cluster, check));
  const user = `system:serviceaccount:${namespace}:apprepositories-refresh`;
  assert.deepEqual([bare.valid, bare.user], [true, user]);
  assert.deepEqual(bare.namespaces.map((one: { names: unknown }) => one.names), [[]]);
  const secret = `/api/v1/namespaces/${namespace}/secrets/apprepositories-refresh-token`;
  using api = cluster.api();
  const [head, claims, signature = ""] = token.split(".");
  const forged = [head, claims, [...signature].reverse().join("")].join(".");
  await api.patch(secret, { data: { token: btoa(forged) } });
  const { code, stdout } = await plugin(cluster, check);
  assert.deepEqual([code, JSON.parse(stdout).valid], [1, false]);
  assert.equal(await codeOf(forged, path), 401);
});

noLockTest(
  locks,
  "token --check says where there can be no lock, with nothing to try it on",
  async () => {
    const namespace = await cluster.namespace("check-old");
    await succeed(cluster, ["grant", "-n", namespace]);
    const text = await succeed(cluster, ["token", "-n", namespace, "--check"]);
    assert.match(text, /^There is NO LOCK, and this API server can have none/m);
  },
);

together("token --check finds a missing lock, and rights beyond a refresh", async () => {
  const namespace = await cluster.namespace("check-open");
  await cluster.createRepository(namespace, "bitnami");
  await succeed(cluster, ["grant", "bitnami", "-n", namespace, "--no-lock"]);
  const account = { namespace, name: "apprepositories-refresh" };
  const pods = { apiGroups: [""], resources: ["pods"], verbs: ["delete"] };
  await cluster.grantRole(namespace, { serviceAccount: account }, [pods]);
  const text = await succeed(cluster, ["token", "-n", namespace, "--check"]);
  assert.match(text, /it may refresh "bitnami"\./);
  assert.match(text, /^There is NO LOCK/m);
  assert.match(text, /more than that: delete pods/);
});

lockTest(locks, "token --check waits for a lock that was made a moment ago", async () => {
  const namespace = await cluster.namespace("check-young");
  await cluster.createRepository(namespace, "bitnami");
  await succeed(cluster, ["grant", "bitnami", "-n", namespace, "--no-lock"]);
  const grant = ["grant", "bitnami", "-n", namespace, "--dry-run=client", "-o", "yaml"];
  const stdin = await succeed(cluster, grant);
  assert.equal((await cluster.kubectl(["apply", "-f", "-"], { stdin })).code, 0);
  const check = ["token", "-n", namespace, "--check"];
  assert.match(await succeed(cluster, check), /^The lock is in force/m);
});

lockTest(
  locks,
  "token --check looks for the lock where there is no AppRepository to try it on",
  async () => {
    const namespace = await cluster.namespace("check-empty");
    await succeed(cluster, ["grant", "-n", namespace]);
    const args = ["token", "-n", namespace, "--check", "-o", "json"];
    assert.equal(JSON.parse(await succeed(cluster, args)).lock, "untried");
    const policy = `apprepositories-refresh.${namespace}.apprepositories-refresh`;
    await cluster.kubectl(["delete", "validatingadmissionpolicybinding", policy]);
    assert.equal(JSON.parse(await succeed(cluster, args)).lock, "open");
  },
);

together("token says how to get one where there is none", async () => {
  const namespace = await cluster.namespace("none");
  await succeed(cluster, ["grant", "-n", namespace, "--token-type=none"]);
  const { code, stdout, stderr } = await plugin(cluster, ["token", "-n", namespace]);
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.match(stderr, new RegExp(`Make one with: kubectl apprepo grant -n ${namespace}`));
});

together("token goes through a ServiceAccount that was deleted and made again", async () => {
  const { namespace, path } = await granted("reborn");
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  using api = cluster.api();
  await api.delete(`${accounts}/apprepositories-refresh`);
  await succeed(cluster, ["grant", "-n", namespace]).catch(() => {});
  assert.ok(
    await eventually(async () => {
      const { code, stdout } = await plugin(cluster, ["grant", "-n", namespace, "--print-token"]);
      return code === 0 && await codeOf(stdout, path) === 200;
    }),
  );
});
