// hook create, list, rotate and delete, against a receiver that is really lent to.

import assert from "node:assert/strict";
import type { Api } from "../../testcluster/api.ts";
import { readHookSecret } from "../../src/apprepo/hook/hook_secret.ts";
import { testCluster } from "../cluster/support/cluster.ts";
import { ownCluster } from "../cluster/support/own_cluster.ts";
import { canLock } from "../cluster/grant/locks.ts";
import { attempt, holder } from "../cluster/grant/support.ts";
import { repositoryPath } from "../cluster/support/repositories.ts";
import { apprepo } from "./support/apprepo.ts";
import { eventually } from "./support/eventually.ts";
import { together } from "../cluster/support/together.ts";
import {
  deliver,
  githubHeaders,
  githubPush,
  hookReceiver,
  receiverAccount,
} from "./support/hooks.ts";

const cluster = await testCluster();
const locks = await canLock(cluster);
const receiver = await receiverAccount(cluster);
const lentTo = `--receiver=${receiver.namespace}:${receiver.name}`;
const base = "--base-url=http://127.0.0.1:1";
const kinds = ["serviceaccounts", "secrets", "roles", "rolebindings"] as const;

interface Shown {
  url: string;
  secret: string;
  repositories: string[];
  settings: unknown;
}

async function scene(prefix: string, ...more: string[]): Promise<string> {
  const namespace = await cluster.namespace(prefix);
  for (const name of ["charts", ...more]) await cluster.createRepository(namespace, name);
  return namespace;
}

function run(...args: string[]) {
  return apprepo(args, { kubeconfig: cluster.adminKubeconfig });
}

async function succeed(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const { code, ...said } = await run(...args);
  assert.equal(code, 0, said.stderr);
  return said;
}

async function create(namespace: string, ...more: string[]): Promise<Shown> {
  const words = ["hook", "create", "charts", "-n", namespace, lentTo, base, "-o", "json"];
  return JSON.parse((await succeed(...words, ...more)).stdout);
}

/** API servers learn of bindings a moment later; this one is told by them that all are known. */
async function untilLent(namespace: string): Promise<void> {
  const account = `system:serviceaccount:${namespace}:apprepo-hook-charts`;
  const rights = [
    ["get", "secrets/apprepo-hook-charts", receiver.user],
    ["create", "serviceaccounts/apprepo-hook-charts", receiver.user, "--subresource=token"],
    ["update", "apprepositories.kubeapps.com/charts", account],
  ];
  for (const [verb = "", what = "", who, ...more] of rights) {
    const words = ["auth", "can-i", verb, what, "-n", namespace, `--as=${who}`, ...more];
    await eventually(`the right to ${verb} ${what}`, async () => {
      return (await cluster.kubectl(words)).stdout.trim() === "yes" || undefined;
    });
  }
}

const pathOf = ({ url }: Shown) => new URL(url).pathname;

interface Named {
  metadata: { name: string; resourceVersion: string };
}

/** Every object of a hook's that there is in the namespace, with its version. */
async function objects(api: Api, namespace: string): Promise<string[]> {
  const found: string[] = [];
  for (const kind of kinds) {
    const group = kind.startsWith("role") ? "/apis/rbac.authorization.k8s.io/v1" : "/api/v1";
    const { items } = await api.get<{ items: Named[] }>(`${group}/namespaces/${namespace}/${kind}`);
    for (const { metadata: { name, resourceVersion } } of items) {
      if (name.startsWith("apprepo-hook-")) found.push(`${kind}/${name} ${resourceVersion}`);
    }
  }
  return found.sort();
}

const names = (found: string[]) => found.map((one) => one.split(" ")[0]);

together(
  "hook create lends what a delivery takes, and a sender that types it in gets its refresh",
  async () => {
    const namespace = await scene("hook", "other");
    await using running = await hookReceiver(cluster, receiver);
    const shown = await create(namespace, "--from=github");
    await untilLent(namespace);
    assert.match(shown.url, /^http:\/\/127\.0\.0\.1:1\/hook\/[^/]+\/charts\/[A-Za-z0-9_-]{27}$/);
    const body = githubPush();
    const headers = await githubHeaders(body, shown.secret);
    assert.equal((await deliver(running, pathOf(shown), body, headers)).code, 200);
    assert.equal(await cluster.resyncRequests(namespace, "charts"), 1);
    using api = cluster.api();
    assert.deepEqual(names(await objects(api, namespace)), [
      `rolebindings/apprepo-hook-charts`,
      `rolebindings/apprepo-hook-charts:${namespace}`,
      `roles/apprepo-hook-charts`,
      `roles/apprepo-hook-charts:${namespace}`,
      "secrets/apprepo-hook-charts",
      "serviceaccounts/apprepo-hook-charts",
    ]);
  },
);

together(
  "what hook create lends is one Secret and one account's tokens, which refresh and are locked",
  async () => {
    const namespace = await scene("hook", "other");
    await create(namespace, "--from=github");
    await untilLent(namespace);
    using lent = holder(cluster, await Deno.readTextFile(receiver.tokenFile));
    const of = `/api/v1/namespaces/${namespace}`;
    const code = async (work: Promise<unknown>) => (await attempt(work)).code;
    const tokenRequest = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
    assert.equal(await code(lent.get(`${of}/secrets/apprepo-hook-charts`)), 200);
    assert.equal(await code(lent.get(`${of}/secrets`)), 403);
    assert.equal(await code(lent.get(`${of}/secrets/other`)), 403);
    assert.equal(await code(lent.delete(`${of}/secrets/apprepo-hook-charts`)), 403);
    assert.equal(await code(lent.create(`${of}/serviceaccounts/default/token`, tokenRequest)), 403);
    assert.equal(await code(lent.get(repositoryPath(namespace, "charts"))), 403);
    const minted = await lent.create<{ status: { token: string } }>(
      `${of}/serviceaccounts/apprepo-hook-charts/token`,
      tokenRequest,
    );
    using hooks = holder(cluster, minted.status.token);
    const repository = await hooks.get<{ spec: Record<string, unknown> }>(
      repositoryPath(namespace, "charts"),
    );
    assert.equal(await code(hooks.get(repositoryPath(namespace, "other"))), 403);
    assert.equal(await code(hooks.get(`${of}/secrets/apprepo-hook-charts`)), 403);
    const changed = {
      ...repository,
      spec: { ...repository.spec, url: "https://evil.example.com" },
    };
    const put = hooks.request("PUT", repositoryPath(namespace, "charts"), changed);
    assert.equal(await code(put), locks ? 403 : 200);
  },
);

together("hook create run again changes nothing, and shows no secret again", async () => {
  const namespace = await scene("hook");
  const words = ["hook", "create", "charts", "-n", namespace, lentTo, base, "--from=github"];
  const first = await succeed(...words);
  using api = cluster.api();
  const before = await objects(api, namespace);
  const again = await succeed(...words);
  assert.deepEqual(await objects(api, namespace), before);
  assert.doesNotMatch(again.stderr, /created|configured/);
  assert.match(again.stderr, /unchanged/);
  assert.match(again.stderr, /hook rotate charts -n /);
  const secret = await api.get<never>(
    `/api/v1/namespaces/${namespace}/secrets/apprepo-hook-charts`,
  );
  const { keys: [newest], id } = readHookSecret(secret);
  assert.ok(first.stdout.includes(newest!.key) && first.stdout.includes(id!));
  assert.ok(!again.stdout.includes(newest!.key) && again.stdout.includes("<SECRET>"));
  // Pasted, it would put the placeholder there.
  assert.match(first.stdout, /gh api/);
  assert.doesNotMatch(again.stdout, /gh api/);
  for (const { stderr } of [first, again]) assert.ok(!stderr.includes(newest!.key));
});

together("of a hook whose URL is the secret, the URL is shown once", async () => {
  const namespace = await scene("hook");
  const first = await create(namespace, "--from=dockerhub");
  assert.match(first.url, /\/[A-Za-z0-9_-]{27}$/);
  assert.ok(!Object.hasOwn(first, "secret"));
  const again = await create(namespace, "--from=dockerhub");
  assert.deepEqual([again.url, again.settings], [undefined, undefined]);
  assert.ok(!JSON.stringify(again).includes(first.url.split("/").at(-1)!));
});

together(
  "hook create makes right what differs, and takes back what is no longer asked for",
  async () => {
    const namespace = await scene("hook", "one", "two");
    await create(namespace, "--from=github", "--repository=one,two", "--only=a");
    using api = cluster.api();
    const role = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/roles/`;
    const reached = async () => {
      const path = `${role}apprepo-hook-charts:${namespace}`;
      const { rules: [rule] } = await api.get<{ rules: { resourceNames: string[] }[] }>(path);
      return rule!.resourceNames;
    };
    assert.deepEqual(await reached(), ["one", "two"]);
    await api.patch(`${role}apprepo-hook-charts`, {
      rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["*"] }],
    });
    const again = await create(namespace, "--from=github", "--repository=two");
    assert.deepEqual(again.repositories, ["two"]);
    assert.doesNotMatch(JSON.stringify(again), /SECRET|"secret"|"settings"/);
    assert.deepEqual(await reached(), ["two"]);
    const { rules } = await api.get<{ rules: { verbs: string[] }[] }>(`${role}apprepo-hook-charts`);
    assert.deepEqual(rules.map(({ verbs }) => verbs), [["get"], ["create"]]);
    const path = `/api/v1/namespaces/${namespace}/secrets/apprepo-hook-charts`;
    const hook = readHookSecret(await api.get<never>(path));
    assert.deepEqual([hook.repositories, hook.only], [["two"], []]);
    const { code, stderr } = await run(
      "hook",
      "create",
      "charts",
      "-n",
      namespace,
      lentTo,
      base,
      "--from=gitea",
    );
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^error: hook "charts" in namespace "\S+" is for github, not for gitea\n.*hook delete charts -n /,
    );
  },
);

together(
  "hook rotate adds a secret that works at once beside the old one, and drops the old one when told",
  async () => {
    const namespace = await scene("hook");
    await using running = await hookReceiver(cluster, receiver);
    const first = await create(namespace, "--from=github");
    await untilLent(namespace);
    const body = githubPush();
    const sent = async (secret: string) =>
      (await deliver(running, pathOf(first), body, await githubHeaders(body, secret))).code;
    assert.equal(await sent(first.secret), 200);
    const rotate = ["hook", "rotate", "charts", "-n", namespace];
    const rotated: Shown = JSON.parse((await succeed(...rotate, base, "-o=json")).stdout);
    assert.equal(rotated.url, first.url);
    assert.notEqual(rotated.secret, first.secret);
    assert.deepEqual([await sent(rotated.secret), await sent(first.secret)], [200, 200]);
    const dropped = await succeed(...rotate, "--drop-old");
    assert.match(dropped.stderr, /^secret\/apprepo-hook-charts configured$/m);
    assert.match((await succeed(...rotate, "--drop-old")).stderr, /unchanged$/m);
    assert.equal(await sent(rotated.secret), 200);
    await using fresh = await hookReceiver(cluster, receiver);
    const headers = await githubHeaders(body, first.secret);
    assert.equal((await deliver(fresh, pathOf(first), body, headers)).code, 401);
  },
);

together("hooks rotated at once all keep their new secret, and no more than five", async () => {
  const namespace = await scene("hook");
  await create(namespace, "--from=dockerhub");
  const rotate = ["hook", "rotate", "charts", "-n", namespace, base, "-o", "json"];
  const all = await Promise.all(Array.from({ length: 4 }, () => succeed(...rotate)));
  const parts = all.map(({ stdout }) => (JSON.parse(stdout) as Shown).url.split("/").at(-1));
  using api = cluster.api();
  const path = `/api/v1/namespaces/${namespace}/secrets/apprepo-hook-charts`;
  const { keys } = readHookSecret(await api.get<never>(path));
  assert.equal(keys.length, 5);
  assert.deepEqual(new Set(keys.slice(0, 4).map(({ key }) => key)), new Set(parts));
  const { code, stderr } = await run(...rotate);
  assert.equal(code, 1);
  assert.match(stderr, /has 5 keys already\nEnd the old ones first: .* --drop-old/);
});

together(
  "hook delete leaves nothing, ends the hook at once, and says what is none of a hook's",
  async () => {
    const namespace = await scene("hook");
    await using running = await hookReceiver(cluster, receiver);
    const shown = await create(namespace, "--from=github");
    await untilLent(namespace);
    const body = githubPush();
    const headers = await githubHeaders(body, shown.secret);
    const sent = async () => (await deliver(running, pathOf(shown), body, headers)).code;
    assert.equal(await sent(), 200);
    using api = cluster.api();
    const before = await objects(api, namespace);
    const remove = ["hook", "delete", "charts", "-n", namespace];
    const dry = await succeed(...remove, "--dry-run=server");
    assert.match(
      dry.stdout,
      /^rolebinding\.rbac\S* "apprepo-hook-charts" deleted from \S+ namespace \(server dry run\)$/m,
    );
    assert.deepEqual(await objects(api, namespace), before);
    const { stdout } = await succeed(...remove);
    const deleted = [...stdout.matchAll(/^(\S+) "(\S+)" deleted/gm)].map(([, kind, name]) =>
      `${kind} ${name}`
    );
    assert.deepEqual(deleted.slice(0, 3), [
      "rolebinding.rbac.authorization.k8s.io apprepo-hook-charts",
      "role.rbac.authorization.k8s.io apprepo-hook-charts",
      "secret apprepo-hook-charts",
    ]);
    assert.deepEqual(await objects(api, namespace), []);
    const locked = await cluster.kubectl(["get", "validatingadmissionpolicies", "-o", "name"]);
    assert.ok(!locked.stdout.includes(`${namespace}.apprepo-hook-charts`));
    const until = Date.now() + 30_000;
    while (await sent() !== 401) assert.ok(Date.now() < until);
    const { code, stderr } = await run(...remove);
    assert.equal(code, 1);
    assert.match(stderr, /^error: hook "charts" not found in namespace "\S+"\n.*hook list -n /);
    assert.equal((await run(...remove, "--ignore-not-found")).code, 0);
    await api.create(`/api/v1/namespaces/${namespace}/secrets`, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "apprepo-hook-charts" },
    });
    assert.match(
      (await succeed(...remove)).stderr,
      /^secret\/apprepo-hook-charts left: it is none of a hook's$/m,
    );
    assert.deepEqual(names(await objects(api, namespace)), ["secrets/apprepo-hook-charts"]);
  },
);

together("hook list shows what is lent to whom, a broken hook too, and no secret", async () => {
  const namespace = await scene("hook", "two");
  const shown = await create(namespace, "--from=github", "--only=charts/*,x");
  await succeed("hook", "create", "two", "-n", namespace, lentTo, base, "--from=quay");
  const list = ["hook", "list", "-n", namespace];
  const text = (await succeed(...list)).stdout;
  const rows = text.trimEnd().split("\n").map((line) => line.split(/ {2,}/));
  const lent = `${receiver.namespace}:${receiver.name}`;
  assert.deepEqual(rows.map((row) => row.slice(0, -1)), [
    ["NAME", "FROM", "REPOSITORIES", "ONLY", "KEYS", "LENT-TO"],
    ["charts", "github", "charts", "charts/*,x", "1", lent],
    ["two", "quay", "two", "<none>", "1", lent],
  ]);
  const everywhere = (await succeed("hook", "list", "-A", "-o=yaml")).stdout;
  for (const output of [text, everywhere, (await succeed(...list, "-o=json")).stdout]) {
    assert.ok(!output.includes(shown.secret) && !output.includes(shown.url.split("/").at(-1)!));
  }
  assert.equal((await succeed(...list, "-o=name")).stdout, "hook/charts\nhook/two\n");
  using api = cluster.api();
  await api.patch(`/api/v1/namespaces/${namespace}/secrets/apprepo-hook-two`, {
    data: { keys: "" },
  });
  assert.match((await succeed(...list)).stdout, /^two +<broken: keys is no JSON>/m);
  const empty = await cluster.namespace("hook");
  const none = await succeed("hook", "list", "-n", empty);
  assert.deepEqual([none.stdout, none.stderr], ["", `No hooks found in ${empty} namespace.\n`]);
});

together("hook create --dry-run writes nothing and makes up no secret", async () => {
  const namespace = await scene("hook");
  const words = ["hook", "create", "charts", "-n", namespace, lentTo, base, "--from=github"];
  using api = cluster.api();
  for (const how of ["client", "server"]) {
    const { stdout, stderr } = await succeed(...words, `--dry-run=${how}`);
    const suffix = how === "client" ? "(dry run)" : "(server dry run)";
    assert.equal(
      stderr.split("\n").filter((line) => line.endsWith(`created ${suffix}`)).length,
      locks ? 8 : 6,
      stderr,
    );
    assert.match(stdout, /<SECRET>/);
    assert.deepEqual(await objects(api, namespace), []);
  }
});

together("the secrets of hooks are in no trace, at any verbosity", async () => {
  const namespace = await scene("hook");
  const words = ["-n", namespace, base, "-o", "json", "-v=9"];
  const created = await succeed("hook", "create", "charts", lentTo, "--from=github", ...words);
  const rotated = await succeed("hook", "rotate", "charts", ...words);
  const secrets = [created, rotated].map(({ stdout }) => (JSON.parse(stdout) as Shown).secret);
  const traces = [created, rotated, await succeed("hook", "list", "-n", namespace, "-v=9")];
  for (const { stderr } of traces) {
    assert.match(stderr, /^POST|GET /m);
    for (const secret of secrets) {
      assert.ok(!stderr.includes(secret));
      assert.ok(!stderr.includes(btoa(secret).slice(0, 20)));
      // In the list of keys, which is base64 as a whole.
      for (let cut = 0; cut < 3; cut++) {
        assert.ok(!stderr.includes(btoa(secret.slice(cut)).slice(4, 40)));
      }
    }
  }
});

together(
  "hook create takes a key from stdin, and refuses what is none without repeating it",
  async () => {
    const namespace = await scene("hook");
    const words = [
      "hook",
      "create",
      "charts",
      "-n",
      namespace,
      lentTo,
      base,
      "--from=github",
      "--key-stdin",
    ];
    const kubeconfig = cluster.adminKubeconfig;
    for (const bad of ["short", "with a blank in it somewhere", "ünicode".repeat(4)]) {
      const { code, stderr } = await apprepo(words, { kubeconfig, stdin: bad });
      assert.equal(code, 1);
      assert.match(stderr, /^error: the key on stdin can't be used: it takes 16 to 512/);
      assert.ok(!stderr.includes(bad));
    }
    const own = "my-own-key-0123456789";
    const { code, stdout } = await apprepo(words, { kubeconfig, stdin: `${own}\n` });
    assert.equal(code, 0);
    assert.ok(stdout.includes(own));
    assert.equal((await apprepo(words, { kubeconfig, stdin: own })).code, 0);
    const other = await apprepo(words, { kubeconfig, stdin: `${own}x` });
    assert.equal(other.code, 1);
    assert.match(
      other.stderr,
      /has a key already\nTo change it: .*hook rotate charts -n \S+ --key-stdin/,
    );
    // A key that is none of the URL's may be longer than a URL.
    const long = "k".repeat(300);
    const rotate = ["hook", "rotate", "charts", "-n", namespace, base, "--key-stdin"];
    assert.equal((await apprepo(rotate, { kubeconfig, stdin: long })).code, 0);
    const second = words.map((word) => word === "charts" ? "second" : word);
    const made = await apprepo([...second, "--no-verify"], { kubeconfig, stdin: long });
    assert.equal(made.code, 0, made.stderr);
  },
);

together("hook commands say what is wrong with a command line", async () => {
  const namespace = await scene("hook");
  const at = ["-n", namespace, base, lentTo];
  const cases: [string[], RegExp][] = [
    [["create"], /^error: the name of a hook is required$/m],
    [["create", "charts", ...at], /^error: --from is required, one of: github, /m],
    [["create", "charts", "--from=x", ...at], /^error: --from "x" is none of: github/m],
    [
      ["create", "charts", "--from=harbor", ...at],
      /^error: harbor can send a token, and needs no hook: kubectl apprepo webhook-url NAME --for harbor/m,
    ],
    [["create", "Charts", "--from=github"], /^error: invalid hook name "Charts": \[/m],
    [["create", "a", "b", "--from=github"], /^error: unexpected arguments: \[b\]/m],
    [
      ["create", "nope", "--from=github", ...at],
      /^error: there is no AppRepository "nope" in .*nothing was made$/m,
    ],
    [
      ["create", "charts", "--from=github", "--header=x", ...at],
      /--header makes no sense with --from github/,
    ],
    [
      ["create", "charts", "--from=hmac", "--algorithm=md5", ...at],
      /--algorithm must be sha256 or sha512, not "md5"/,
    ],
    [
      ["create", "charts", "--from=standard", "--only=x", ...at],
      /--only makes no sense with --from standard/,
    ],
    [
      ["create", "charts", "--from=github", "--receiver=x"],
      /--receiver wants NAMESPACE:NAME, not "x"/,
    ],
    [
      ["create", "charts", "--from=github", "--receiver=a:b:c"],
      /--receiver wants NAMESPACE:NAME, not "a:b:c"/,
    ],
    [
      ["create", "charts", "--from=header", "--header=Content-Length", ...at],
      /--header wants the name of a header that can hold a secret, not "Content-Length"/,
    ],
    [
      ["create", "charts", "--from=github", "-o", "name"],
      /unable to match a printer suitable for the output format "name"/,
    ],
    [[
      "create",
      "charts",
      "--from=quay",
      "-n",
      namespace,
      lentTo,
      "--base-url=http://kubeapps.example.com",
    ], /for https only/],
    [[
      "create",
      "charts",
      "--from=github",
      ...at.slice(0, 2),
      lentTo,
      `--base-url=https://${"h".repeat(200)}.example.com`,
    ], /would have 2\d\d characters, .* beyond 255$/m],
    [["rotate", "nope", "-n", namespace], /^error: hook "nope" not found/m],
    [
      ["rotate", "charts", "--drop-old", "--key-stdin"],
      /--key-stdin makes no sense with --drop-old/,
    ],
    [["delete", "nope", "-n", namespace], /^error: hook "nope" not found/m],
    [["list", "X"], /^error: invalid hook name "X": /m],
    [["what"], /unknown command "what" for "kubectl apprepo hook"/],
  ];
  for (const [words, expected] of cases) {
    const { code, stdout, stderr } = await run("hook", ...words);
    assert.equal(code, 1, words.join(" "));
    assert.equal(stdout, "");
    assert.match(stderr, expected, words.join(" "));
  }
  using api = cluster.api();
  assert.deepEqual(await objects(api, namespace), []);
});

together(
  "who may not make a hook is told which right is missing and what an admin can run",
  async () => {
    const namespace = await scene("hook");
    const user = `tenant-${crypto.randomUUID().slice(0, 8)}`;
    const repositories = {
      apiGroups: ["kubeapps.com"],
      resources: ["apprepositories"],
      verbs: ["get"],
    };
    await cluster.grantRole(namespace, { user }, [repositories]);
    const kubeconfig = await cluster.kubeconfigFor({ user, namespace });
    const words = ["hook", "create", "charts", lentTo, base, "--from=hmac", "--prefix=v="];
    const { code, stderr } = await apprepo(words, { kubeconfig });
    assert.equal(code, 1);
    assert.match(stderr, /^Error from server \(Forbidden\): .*cannot get resource "secrets"/m);
    assert.match(
      stderr,
      /An admin can run: kubectl apprepo hook create charts -n \S+ --from hmac --header x-signature --algorithm sha256 --encoding hex --prefix v= --receiver/,
    );
  },
);

together(
  "the receiver is found by its Deployment, and asked for before it is lent to",
  async () => {
    // Of its own: other tests have receivers, too.
    await using cluster = await ownCluster();
    const namespace = await cluster.namespace("hook");
    await cluster.createRepository(namespace, "charts");
    const home = await cluster.namespace("receiver");
    using api = cluster.api();
    const run = (...args: string[]) => apprepo(args, { kubeconfig: cluster.adminKubeconfig });
    const labels = {
      "app.kubernetes.io/name": "kubectl-apprepo",
      "app.kubernetes.io/component": "receiver",
    };
    const deployment = (args: string[]) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "kubectl-apprepo", labels },
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { serviceAccountName: "lent-to", containers: [{ name: "a", image: "a", args }] },
        },
      },
    });
    const words = ["hook", "create", "charts", "-n", namespace, base, "--from=github"];
    const none = await run(...words);
    assert.equal(none.code, 1);
    assert.match(
      none.stderr,
      /^error: no receiver was found.*\nRun one: .*serve --manifests --hooks/m,
    );
    const deployments = `/apis/apps/v1/namespaces/${home}/deployments`;
    await api.create(deployments, deployment(["serve"]));
    assert.match(
      (await run(...words)).stderr,
      /takes no hooks: it runs without --hooks\nSwitch them on: /,
    );
    await api.delete(`${deployments}/kubectl-apprepo`);
    await api.create(deployments, deployment(["serve", "--hooks"]));
    const unasked = await run(...words);
    assert.equal(unasked.code, 1);
    assert.match(
      unasked.stderr,
      new RegExp(`ServiceAccount ${home}:lent-to: it may read[^]*add --yes`),
    );
    assert.deepEqual(await objects(api, namespace), []);
    assert.equal((await run(...words, "--yes")).code, 0);
    const { stdout } = await run("hook", "list", "-n", namespace);
    assert.match(stdout, new RegExp(`${home}:lent-to`));
    assert.equal((await run(...words)).code, 0, "it is lent to it already");
  },
);
