// `doctor` and `status` of hooks, on a real control plane: one thing is broken at a time, exactly the
// expected check finds it, and what it prints mends it.

import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { apprepo } from "./support/apprepo.ts";
import { Scene } from "./support/doctor_scene.ts";
import { eventually } from "./support/eventually.ts";
import { aHook, hookKey } from "./support/hooks.ts";
import { lendHook } from "./support/lent_hook.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;
const object = "apprepo-hook-ghcr";
const rbac = "rbac.authorization.k8s.io";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

/** No node of the test cluster runs the receiver, and an old API server has no locks. */
const skip = "--skip=ARD105,ARD601";

/** A receiver beside Kubeapps, and a hook of the team's that is lent to it. */
async function open(repositories = ["one"], flags = ["--hooks"]): Promise<Scene> {
  const scene = await Scene.open();
  await serve(scene, flags);
  await lendHook(cluster, receiverOf(scene), { namespace: scene.team, name: "ghcr", repositories });
  return scene;
}

async function serve(scene: Scene, flags: readonly string[]): Promise<void> {
  const home = scene.kubeapps.namespace;
  const { stdout } = await apprepo([
    ...["serve", "--manifests", "--host", `${home}.example.com`],
    ...["--image", "registry.example.com/kubectl-apprepo:v0.1.0", ...flags],
  ], { kubeconfig });
  const applied = await cluster.kubectl(["apply", "-n", home, "-f", "-"], { stdin: stdout });
  assert.equal(applied.code, 0, applied.stderr);
}

function receiverOf({ kubeapps: { namespace } }: Scene) {
  return { namespace, name: "kubectl-apprepo" };
}

test("doctor and status find a hook that is well, and no token is missing", async () => {
  await using scene = await open();
  const { ids, report, stdout } = await scene.doctor([skip]);
  assert.deepEqual(ids, [], stdout);
  const states = new Map(report.checks.map(({ id, state }) => [id, state]));
  for (const id of ["ARD604", "ARD606", "ARD608", "ARD609", "ARD610"]) {
    assert.equal(states.get(id), "ok", id);
  }
  const shown = await apprepo(["status", "one", ...scene.where], { kubeconfig });
  assert.match(shown.stdout, /\n {2}hook ghcr, from github +rolebinding\.rbac\S+ +(yes|no)\n/);
  assert.ok(!shown.stdout.includes(`${scene.team}/${object}`));
  const asJson = await apprepo(["status", "one", "-o", "json", ...scene.where], { kubeconfig });
  const [{ refreshedBy }] = JSON.parse(asJson.stdout).items;
  // Others may have bound somebody in the whole of this cluster.
  const hooks = refreshedBy.flatMap(({ hook }: { hook?: unknown }) => hook ?? []);
  assert.deepEqual(hooks, [{ name: "ghcr", from: "github" }]);
  const user = `viewer-${crypto.randomUUID().slice(0, 8)}`;
  await cluster.grantRole(scene.team, { user }, [
    { apiGroups: ["kubeapps.com"], resources: ["apprepositories"], verbs: ["get"] },
    { apiGroups: [rbac], resources: ["rolebindings", "roles"], verbs: ["get", "list"] },
  ]);
  await cluster.grantClusterRole({ user }, [
    {
      apiGroups: [rbac],
      resources: ["clusterrolebindings", "clusterroles"],
      verbs: ["get", "list"],
    },
  ]);
  const poor = await cluster.kubeconfigFor({ user, namespace: scene.team });
  const seen = await apprepo(["status", "one", ...scene.where], { kubeconfig: poor });
  assert.match(seen.stdout, /\n {2}hook ghcr +rolebinding\.rbac\S+ +\S+\n/);
});

interface Broken {
  readonly what: string;
  readonly id: string;
  readonly repositories?: readonly string[];
  readonly flags?: readonly string[];
  readonly break: (scene: Scene) => Promise<unknown>;
  readonly said: (scene: Scene) => RegExp;
  /** In place of the printed command. */
  readonly mend?: (scene: Scene) => Promise<unknown>;
}

const broken: readonly Broken[] = [
  {
    what: "a receiver that takes no hooks",
    id: "ARD608",
    flags: [],
    break: () => Promise.resolve(),
    said: ({ kubeapps: { namespace } }) =>
      new RegExp(`serve --manifests --hooks --host \\S+ \\| kubectl apply -n ${namespace} -f -`),
  },
  {
    what: "a hook that is lent to somebody else as well",
    id: "ARD608",
    break: (scene) =>
      scene.kubectl(
        ...["patch", "rolebinding", object, "-n", scene.team, "--type=json", "-p"],
        '[{"op":"add","path":"/subjects/-","value":{"kind":"ServiceAccount","namespace":"old","name":"receiver"}}]',
      ),
    said: () => /lent to old\/receiver as well/,
  },
  {
    what: "a hook that is lent to nobody",
    id: "ARD608",
    break: (scene) => scene.kubectl("delete", "rolebinding", object, "-n", scene.team),
    said: ({ team, kubeapps: { namespace } }) =>
      new RegExp(
        `hook create ghcr -n ${team} --from github --repository one --receiver ${namespace}:kubectl-apprepo"`,
      ),
  },
  {
    what: "a hook whose account is gone",
    id: "ARD609",
    break: (scene) => scene.kubectl("delete", "serviceaccount", object, "-n", scene.team),
    said: ({ team }) => new RegExp(`hook create ghcr -n ${team} --from github --repository one"`),
  },
  {
    what: "a hook whose Role is gone",
    id: "ARD609",
    break: (scene) => scene.kubectl("delete", "role", `${object}:${scene.team}`, "-n", scene.team),
    said: ({ team }) => new RegExp(`hook create ghcr -n ${team} --from github --repository one"`),
  },
  {
    what: "a hook's Secret that somebody changed",
    id: "ARD609",
    break: (scene) =>
      scene.kubectl(
        ...["patch", "secret", object, "-n", scene.team, "--type=merge", "-p"],
        '{"stringData":{"keys":"swordfish"}}',
      ),
    said: ({ team }) => new RegExp(`hook delete ghcr -n ${team}".*keys is no JSON`, "s"),
    mend: (scene) =>
      scene.kubectl(
        ...["patch", "secret", object, "-n", scene.team, "--type=merge", "-p"],
        JSON.stringify({ stringData: { keys: JSON.stringify(aHook({ ...hookOf(scene) }).keys) } }),
      ),
  },
  {
    what: "a hook's AppRepository that is gone",
    id: "ARD609",
    repositories: ["one", "gone"],
    break: () => Promise.resolve(),
    said: ({ team }) =>
      new RegExp(`--from github --repository one".*no AppRepository ${team}/gone`, "s"),
  },
  {
    what: "a right of the receiver's account that nobody lent",
    id: "ARD610",
    break: (scene) =>
      scene.kubectl(
        ...["create", "rolebinding", "all", "-n", scene.team, "--clusterrole=view"],
        `--serviceaccount=${scene.kubeapps.namespace}:kubectl-apprepo`,
      ),
    said: ({ team }) => new RegExp(`kubectl delete rolebinding/all -n ${team}"`),
  },
  {
    what: "a right of the receiver's account on the cluster, as a user",
    id: "ARD610",
    break: (scene) =>
      scene.kubectl(
        ...["create", "clusterrolebinding", scene.team, "--clusterrole=view"],
        `--user=system:serviceaccount:${scene.kubeapps.namespace}:kubectl-apprepo`,
      ),
    said: ({ team }) => new RegExp(`kubectl delete clusterrolebinding/${team}"`),
  },
  {
    what: "a hook's Role that lets the receiver read all Secrets",
    id: "ARD610",
    break: (scene) =>
      scene.kubectl(
        ...["patch", "role", object, "-n", scene.team, "--type=json", "-p"],
        '[{"op":"add","path":"/rules/-","value":{"apiGroups":[""],"resources":["secrets"],"verbs":["get","list"]}}]',
      ),
    said: () => /gives get secrets, list secrets, which no hook takes/,
  },
  {
    what: "a hook's account with a lasting token",
    id: "ARD604",
    break: async ({ team }) => {
      using api = cluster.api();
      const annotations = { "kubernetes.io/service-account.name": object };
      await api.create(`/api/v1/namespaces/${team}/secrets`, {
        metadata: { name: `${object}-token`, annotations },
        type: "kubernetes.io/service-account-token",
      });
    },
    said: ({ team }) => new RegExp(`kubectl delete secret ${object}-token -n ${team}"`),
  },
];

function hookOf({ team }: Scene) {
  return { namespace: team, name: "ghcr", repositories: ["one"] };
}

for (const { what, id, repositories, flags, said, mend, ...one } of broken) {
  test(`doctor finds ${what}, and what it prints mends it`, async () => {
    await using scene = await open([...repositories ?? ["one"]], [...flags ?? ["--hooks"]]);
    await one.break(scene);
    const before = await scene.doctor([skip]);
    assert.deepEqual(before.ids, [id], before.stdout);
    assert.match(before.stdout, said(scene));
    assert.ok(!before.stdout.includes(hookKey) && !before.stdout.includes("swordfish"));
    assert.ok(before.fixes.length > 0);
    if (mend) await mend(scene);
    else {
      for (const command of before.fixes) {
        // It is known where there is one Kubeapps: other tests have theirs in this cluster.
        const host = "kubeapps.example.com";
        const base = command.includes(" hook create ") ? ` --base-url https://${host}` : "";
        await scene.shell(command.replace("--host HOST", `--host ${host}`) + base);
      }
    }
    await eventually(`${id} to be ok`, async () => {
      return (await scene.doctor([skip])).ids.length === 0 ? true : undefined;
    });
  });
}

test("doctor skips hooks where there is no right to look, and shows no key at any verbosity", async () => {
  await using scene = await open();
  const user = `tenant-${crypto.randomUUID().slice(0, 8)}`;
  await cluster.grantRole(scene.team, { user }, [
    { apiGroups: ["kubeapps.com"], resources: ["apprepositories"], verbs: ["get", "list"] },
    { apiGroups: [rbac], resources: ["rolebindings", "roles"], verbs: ["get", "list"] },
  ]);
  const poor = await cluster.kubeconfigFor({ user, namespace: scene.team });
  const { stdout } = await apprepo(["doctor", "-o", "json", ...scene.where], { kubeconfig: poor });
  const { checks } = JSON.parse(stdout) as { checks: { id: string; state: string }[] };
  const states = checks.filter(({ id }) => /^ARD6(08|09|10)$/.test(id)).map(({ state }) => state);
  assert.deepEqual(states, ["skipped", "skipped", "skipped"]);
  const loud = await apprepo(["doctor", "-v=9", ...scene.where], { kubeconfig });
  assert.match(loud.stderr, /fieldSelector=type%3Dkubectl-apprepo\.dev%2Fhook/);
  const { keys } = aHook(hookOf(scene));
  for (const secret of [hookKey, btoa(JSON.stringify(keys))]) {
    assert.ok(!(loud.stdout + loud.stderr).includes(secret));
  }
});

test("doctor asks four things where a receiver takes hooks, each once, however many there are", async () => {
  await using scene = await open();
  const { team } = scene;
  for (const name of ["two", "three"]) {
    await lendHook(cluster, receiverOf(scene), { namespace: team, name, repositories: ["one"] });
  }
  const { stderr } = await apprepo(["doctor", "-v=6", ...scene.where], { kubeconfig });
  const asked = stderr.split("\n").filter((line) => /^(GET|POST) /.test(line));
  const ours = [
    new RegExp(`/namespaces/${team}/secrets\\?fieldSelector=type%3Dkubectl-apprepo`),
    new RegExp(`/namespaces/${team}/rolebindings\\?limit=`),
    /\/clusterrolebindings\?limit=/,
    new RegExp(`/namespaces/${team}/roles\\?limit=`),
  ];
  for (const pattern of ours) {
    assert.equal(asked.filter((line) => pattern.test(line)).length, 1, asked.join("\n"));
  }
});
