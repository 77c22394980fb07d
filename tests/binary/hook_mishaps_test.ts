// What a new user of hooks runs into: names as they were printed, accounts that are a hook's, ends half-way.

import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { run as runCommand } from "../cluster/support/run.ts";
import { FaultProxy } from "./faults/fault_proxy.ts";
import { apprepo, binary } from "./support/apprepo.ts";
import { eventually } from "./support/eventually.ts";
import { receiverAccount } from "./support/hooks.ts";
import { Running } from "./support/running.ts";
import { together } from "../cluster/support/together.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;
const receiver = await receiverAccount(cluster);
const lentTo = `--receiver=${receiver.namespace}:${receiver.name}`;
const base = "--base-url=https://kubeapps.example.com";

function hook(...args: string[]) {
  return apprepo(["hook", ...args], { kubeconfig });
}

async function scene(...repositories: string[]): Promise<string> {
  const namespace = await cluster.namespace("mishap");
  for (const name of repositories) await cluster.createRepository(namespace, name);
  return namespace;
}

async function create(namespace: string, name: string, ...more: string[]) {
  const words = [name, "-n", namespace, "--from=github", lentTo, base, ...more];
  const made = await hook("create", ...words);
  assert.equal(made.code, 0, made.stderr);
  return made;
}

together("hook list and delete take names as hook list prints them, and several", async () => {
  const namespace = await scene("one", "two", "three");
  await Promise.all(["one", "two", "three"].map((name) => create(namespace, name)));
  const at = ["-n", namespace];
  const one = await hook("list", "hook/one", ...at, "-o", "json");
  assert.equal(JSON.parse(one.stdout).metadata.name, "one");
  const some = await hook("list", "two", "nope", "one", ...at, "--no-headers");
  assert.deepEqual(some.stdout.match(/^\S+/gm), ["one", "two"]);
  assert.deepEqual([some.code, some.stderr.split("\n")[0]], [
    1,
    `error: hook "nope" not found in namespace "${namespace}"`,
  ]);
  const all = await hook("list", "one", "-A");
  assert.match(all.stderr, /a resource cannot be retrieved by name across all namespaces/);
  const deleted = await hook("delete", "hook/two", "nope", "one", ...at);
  assert.equal(deleted.code, 1);
  assert.match(deleted.stderr, /^error: hook "nope" not found/m);
  assert.equal((await hook("list", ...at, "-o", "name")).stdout, "hook/three\n");
  const names = ["delete", "nope", "three", "three", ...at, "--ignore-not-found"];
  assert.equal((await hook(...names)).code, 0);
  assert.match((await hook("list", ...at)).stderr, /^No hooks found/);
});

together("hook delete takes away what is left of a delete that ended half-way", async () => {
  const namespace = await scene("charts");
  await create(namespace, "charts");
  const at = ["-n", namespace];
  const role = `apprepo-hook-charts:${namespace}`;
  const lost = await cluster.kubectl(["delete", "rolebinding", role, ...at]);
  assert.equal(lost.code, 0, lost.stderr);
  const dry = await hook("delete", "charts", ...at, "--dry-run=server");
  assert.equal(dry.stdout.match(/^role\S+ "/gm)?.length, 3);
  assert.equal((await hook("delete", "charts", ...at)).code, 0);
  const left = await cluster.kubectl(["get", "roles", ...at, "-o", "name"]);
  assert.equal(left.stdout, "");
  assert.match((await hook("delete", "charts", ...at)).stderr, /^error: hook "charts" not found/);
});

together("no other command takes the account of a hook", async () => {
  const namespace = await scene("charts");
  await create(namespace, "charts");
  const account = ["--serviceaccount", `${namespace}:apprepo-hook-charts`];
  const commands = [
    ["grant", ...account, "-n", namespace],
    ["revoke", ...account, "-n", namespace],
    ["token", ...account],
    ["webhook-url", "charts", ...account, "-n", namespace, base, "--with-token", "--for=curl"],
  ];
  for (const words of commands) {
    const { code, stdout, stderr } = await apprepo(words, { kubeconfig });
    assert.deepEqual([code, stdout], [1, ""], words.join(" "));
    assert.match(stderr, /"apprepo-hook-charts" is that of a hook.*\n.*hook delete charts -n /);
  }
  const tab = ["__complete", "token", "-n", namespace, "--serviceaccount", ""];
  assert.doesNotMatch((await apprepo(tab, { kubeconfig })).stdout, /apprepo-hook/);
});

together(
  "hook create says what a run before had otherwise, and warns of a receiver that is not there",
  async () => {
    const namespace = await scene("charts");
    await create(namespace, "charts", "--only=a,b");
    const wider = await create(namespace, "charts");
    assert.match(
      wider.stderr,
      /^Before, it went by a, b only; now all that its sender sends\.$/m,
    );
    const same = await create(namespace, "charts");
    assert.doesNotMatch(same.stderr, /Before|Warning/);
    const missing = await create(namespace, "charts", `--receiver=${namespace}:nobody`);
    assert.match(missing.stderr, /^Warning: there is no ServiceAccount \S+:nobody yet/m);
    assert.match(
      missing.stderr,
      new RegExp(`^Before, it was lent to \\S+; now ${namespace}:nobody\\.$`, "m"),
    );
    await cluster.createRepository(namespace, "two");
    const other = await create(namespace, "charts", "--repository=two", lentTo);
    assert.match(other.stderr, /^Before, it refreshed charts; now two\.$/m);
  },
);

together("TAB offers receivers with their namespaces", async () => {
  const namespace = await scene();
  using api = cluster.api();
  const labels = {
    "app.kubernetes.io/name": "kubectl-apprepo",
    "app.kubernetes.io/component": "receiver",
  };
  await api.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "taker", labels },
  });
  const words = ["__complete", "hook", "create", "charts", "--receiver", namespace.slice(0, -1)];
  // On a busy machine its patience may be over before there are names.
  await eventually("the receiver's name", async () => {
    return (await apprepo(words, { kubeconfig })).stdout === `${namespace}:taker\n:4\n` ||
      undefined;
  });
});

together("a namespace's admin learns at once what to name", async () => {
  const namespace = await scene("charts");
  const user = `tenant-${crypto.randomUUID().slice(0, 8)}`;
  const binding = ["create", "rolebinding", "admin", "-n", namespace, "--clusterrole=admin"];
  assert.equal((await cluster.kubectl([...binding, `--user=${user}`])).code, 0);
  await cluster.grantRole(namespace, { user }, [
    { apiGroups: ["kubeapps.com"], resources: ["apprepositories"], verbs: ["get", "update"] },
  ]);
  const poor = await cluster.kubeconfigFor({ user, namespace });
  const { code, stderr } = await apprepo(["hook", "create", "charts", "--from=ghcr"], {
    kubeconfig: poor,
  });
  assert.equal(code, 1);
  assert.match(stderr, /so is its address without --base-url\. Name .* --receiver NAMESPACE:NAME/);
});

together("a refusal names the whole command for an admin", async () => {
  const namespace = await scene("charts");
  await create(namespace, "charts");
  const user = `tenant-${crypto.randomUUID().slice(0, 8)}`;
  const tenant = await cluster.kubeconfigFor({ user, namespace });
  const cases = [
    ["hook rotate", "charts", "--drop-old"],
    ["hook rotate", "charts", "--base-url https://kubeapps.example.com"],
    [
      "hook create",
      "charts",
      "--from github --receiver a:b --base-url https://kubeapps.example.com --no-verify",
    ],
    ["token", "", "--drop-old"],
    ["token", "", "--rotate --keep-old"],
  ];
  for (const [command = "", name = "", flags = ""] of cases) {
    const words = `${command} ${name} ${flags}`.split(/ +/).filter((word) => word !== "");
    const { code, stderr } = await apprepo(words, { kubeconfig: tenant });
    const wanted = [command, name, `-n ${namespace}`, flags].filter((part) => part !== "");
    assert.equal(code, 1);
    assert.ok(stderr.includes(`An admin can run: kubectl apprepo ${wanted.join(" ")}\n`), stderr);
  }
});

together("a secret that can't be printed is not lost without a word", async () => {
  const namespace = await scene("charts");
  const script =
    `"$0" hook create charts -n ${namespace} --from github ${lentTo} ${base} >/dev/full`;
  const env = { KUBECONFIG: kubeconfig };
  const { code, stderr } = await runCommand("sh", ["-c", script, binary], { env });
  assert.notEqual(code, 0);
  assert.match(
    stderr,
    /^The secret was made, and could not be shown\. Another: kubectl apprepo hook rotate charts -n \S+$/m,
  );
  assert.doesNotMatch(stderr, /Run the same command again/);
});

together("hook create says after Ctrl-C what stands, and how to go on", async () => {
  const namespace = await scene("charts");
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const isSecret = (method: string, target: string) =>
    method === "POST" && /\/secrets(\?|$)/.test(target);
  await using proxy = new FaultProxy(
    cluster,
    ({ request: { method, target } }) =>
      !isSecret(method, target) ? undefined : async () => {
        reached.resolve();
        await released.promise;
      },
  );
  const serviceAccount = { namespace, name: "admin" };
  const everything = [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }];
  await cluster.grantClusterRole({ serviceAccount }, everything);
  const config = await cluster.kubeconfigFor({ serviceAccount, namespace });
  await eventually("its rights", async () => {
    return (await apprepo(["hook", "list"], { kubeconfig: config })).code === 0 || undefined;
  });
  const words = ["create", "charts", "--from=github", lentTo, base, `--server=${proxy.url}`];
  const running = new Running(["hook", ...words], config);
  const ended = running.ended();
  await Promise.race([reached.promise, ended.then(({ stderr }) => assert.fail(stderr))]);
  running.kill("SIGINT");
  const { code, stdout, stderr } = await ended;
  released.resolve();
  assert.deepEqual([code, stdout], [130, ""]);
  assert.match(
    stderr,
    /^Interrupted\. Made before that: .*rolebinding\S+ in namespace \S+\. Run the same command again to complete the hook, or take back what is there: kubectl apprepo hook delete charts -n \S+$/m,
  );
  await eventually("its end", async () => {
    return (await hook("delete", "charts", "-n", namespace)).code === 0 || undefined;
  });
});
