// doctor's checks of the registry: what is broken in Harbor is found, and what is printed mends it.

import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { run } from "../cluster/support/run.ts";
import { apprepo, binary } from "./support/apprepo.ts";
import { HarborScene } from "./support/harbor/scene.ts";
import { users } from "./support/harbor/users.ts";

const cluster = await testCluster();
const scene = await HarborScene.open(cluster);
const { harbor, receiver, namespace } = scene;
const folder = await Deno.makeTempDir({ dir: cluster.folder });
await Deno.symlink(binary, `${folder}/kubectl-apprepo`);
Deno.test.afterAll(() => scene[Symbol.asyncDispose]());

// The repository shows what is pushed.
{
  using api = cluster.api();
  const path = `/apis/kubeapps.com/v1alpha1/namespaces/${namespace}/apprepositories/my-repo`;
  await api.patch(path, { spec: { url: `${harbor.url}/charts` } });
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

const env = { HARBOR_USERNAME: users.admin.name, HARBOR_PASSWORD: users.admin.password };
const push = { type: "PUSH_ARTIFACT", repository: "charts/nginx", tag: "1.2.3" };

interface Report {
  readonly checks: readonly {
    readonly id: string;
    readonly state: string;
    readonly why?: string;
    readonly findings: readonly { readonly fix: readonly { readonly command?: string }[] }[];
  }[];
}

async function doctor(more: readonly string[] = [], credentials: Record<string, string> = env) {
  const only = "--only=ARD701,ARD702,ARD703,ARD704,ARD705";
  const { code, stdout, stderr } = await apprepo([
    ...["doctor", "my-repo", "-n", namespace, only, "-o", "json", `--base-url=${receiver.url}`],
    ...["--harbor-url", harbor.url, "--allow-http", "--project=charts", ...more],
  ], { kubeconfig: cluster.adminKubeconfig, env: credentials });
  const { checks }: Report = stdout === "" ? { checks: [] } : JSON.parse(stdout);
  const bad = checks.filter(({ state }) => state === "error" || state === "warning");
  return {
    code,
    checks,
    stderr,
    ids: bad.map(({ id }) => id),
    fixes: bad.flatMap(({ findings }) => findings).flatMap(({ fix }) =>
      fix.flatMap(({ command }) => command ?? [])
    ),
  };
}

async function mend(fixes: readonly string[]): Promise<void> {
  for (const command of fixes) {
    const { code, stderr } = await run("sh", ["-c", command], {
      env: {
        ...env,
        KUBECONFIG: cluster.adminKubeconfig,
        PATH: `${folder}:${Deno.env.get("PATH")}`,
      },
    });
    assert.equal(code, 0, `${command}\n${stderr}`);
  }
}

async function applied(): Promise<void> {
  harbor.policies.length = 0;
  harbor.executions.length = 0;
  const { code, stderr } = await scene.apply();
  assert.equal(code, 0, stderr);
}

test("a webhook as harbor apply makes it is well", async () => {
  await applied();
  await harbor.push(push);
  const { code, ids, checks } = await doctor();
  assert.deepEqual([code, ids], [0, []]);
  assert.ok(checks.every(({ state }) => state === "ok"), JSON.stringify(checks));
});

const breaks: readonly [what: string, id: string, change: () => void | Promise<void>][] = [
  ["no webhook", "ARD702", () => void (harbor.policies.length = 0)],
  ["a webhook that is disabled", "ARD702", () => void (harbor.policies[0]!.enabled = false)],
  [
    "a token of nobody's",
    "ARD702",
    () => void (harbor.policies[0]!.targets[0]!.auth_header = "Bearer nobodys-secret"),
  ],
  [
    "two webhooks",
    "ARD705",
    () => {
      const { targets } = harbor.policies[0]!;
      harbor.add({ name: "second", targets, event_types: ["PUSH_ARTIFACT", "DELETE_ARTIFACT"] });
    },
  ],
];

for (const [what, id, change] of breaks) {
  test(`doctor finds ${what}, and what it prints mends it`, async () => {
    await applied();
    await change();
    const before = await doctor();
    assert.deepEqual(before.ids, [id]);
    await mend(before.fixes);
    assert.deepEqual((await doctor()).ids, []);
  });
}

test("doctor finds a delivery that was in vain, until one is not", async () => {
  await applied();
  const own = harbor.policies[0]!.targets[0]!;
  const { auth_header: header } = own;
  own.auth_header = "Bearer nobodys-secret";
  await harbor.push(push);
  own.auth_header = header;
  const before = await doctor();
  assert.deepEqual([before.code, before.ids], [1, ["ARD703"]]);
  await harbor.push(push);
  assert.deepEqual((await doctor()).ids, []);
});

test("a token that was replaced is told from the current one", async () => {
  await applied();
  const { code } = await apprepo(["token", "--rotate", "--keep-old", "-n", namespace], {
    kubeconfig: cluster.adminKubeconfig,
  });
  assert.equal(code, 0);
  const before = await doctor();
  assert.deepEqual(before.ids, ["ARD702"]);
  assert.match(JSON.stringify(before.checks), /its Auth Header has a token that was replaced/);
  await mend(before.fixes);
  assert.deepEqual((await doctor()).ids, []);
});

test("what Harbor refuses is unknown, and counts as a failure", async () => {
  await applied();
  const { code, checks } = await doctor([], { ...env, HARBOR_PASSWORD: "wrong-secret" });
  assert.equal(code, 1);
  assert.ok(checks.every(({ state }) => state === "unknown"));
  assert.match(
    checks[1]?.why ?? "",
    /with 401: unauthorized: The user name or the password is wrong/,
  );
});

test("without Harbor's address the checks are skipped, and say what they want", async () => {
  const { stdout } = await apprepo([
    ...["doctor", "my-repo", "-n", namespace, "--only=ARD701,ARD705", "-o", "wide"],
  ], { kubeconfig: cluster.adminKubeconfig });
  assert.match(stdout, /ARD701 give Harbor's address by --harbor-url, and its --project/);
});
