// Each right that docs/rbac.md lists for `refresh --wait` does what it says there, and together they
// are enough.

import assert from "node:assert/strict";
import { auditOf } from "../support/audit.ts";
import { testCluster } from "../support/cluster.ts";
import { allowNoPods } from "../support/no_pods.ts";
import { together } from "../support/together.ts";
import { Kubeapps, type Sync } from "../support/kubeapps/kubeapps.ts";
import { runCommand } from "../webhook/command.ts";
import { callerName, callerWith, type Right, right } from "./caller.ts";
import { documentedRights } from "./documented.ts";

const cluster = await testCluster();
const kubeapps = await Kubeapps.start(cluster, { backoffLimit: 0 });
Deno.test.afterAll(() => kubeapps[Symbol.asyncDispose]());
const team = await cluster.namespace("team");
const places = { team, kubeapps: kubeapps.namespace };
const where = ["--kubeapps-namespace", places.kubeapps];

const own: readonly Right[] = ["get", "update"].map((verb) => ({
  ...{ verb, group: "kubeapps.com", resource: "apprepositories" },
  places: ["team"],
}));

const rights: Readonly<Record<string, Right>> = {
  "list jobs": right("list", "batch", "jobs", "kubeapps"),
  "watch jobs": right("watch", "batch", "jobs", "kubeapps"),
  "list pods": right("list", "", "pods", "kubeapps"),
  "watch pods": right("watch", "", "pods", "kubeapps"),
  "get pods/log": right("get", "", "pods/log", "kubeapps"),
  "list events": right("list", "", "events", "kubeapps"),
  "list deployments": right("list", "apps", "deployments", "kubeapps"),
};

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

/** A repository of which the first sync is over. */
async function repository(sync: Sync = {}, then: Sync = sync): Promise<string> {
  const name = `repo-${crypto.randomUUID().slice(0, 8)}`;
  await kubeapps.createRepository(team, name, sync);
  const env = { KUBECONFIG: cluster.adminKubeconfig };
  const words = ["status", name, "-n", team, "--until=idle", "--timeout=60s", ...where];
  // The Job comes a moment later than the repository.
  for (let tries = 0; tries < 100; tries++) {
    const { stdout } = await runCommand(words, { env });
    if (!stdout.includes("has no sync")) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await kubeapps.changeSync(team, name, then);
  return name;
}

async function wait(name: string, missing?: string, more: readonly string[] = []) {
  const given = Object.entries(rights).filter(([right]) => right !== missing);
  const user = callerName();
  const all = [...own, ...given.map(([, one]) => one)];
  const KUBECONFIG = await callerWith(cluster, places, all, user);
  const words = ["refresh", name, "--wait", "--timeout=40s", ...where, ...more];
  return { user, ...await runCommand(words, { env: { KUBECONFIG } }) };
}

/** How often a caller listed, and what each of his watches was answered. */
async function asked(user: string, resource: string) {
  const events = (await auditOf(cluster.folder, user)).filter(({ objectRef }) =>
    objectRef?.resource === resource && objectRef.namespace === places.kubeapps
  );
  const codes = (verb: string) => {
    const ofVerb = events.filter((event) => event.verb === verb);
    return [...new Map(ofVerb.map((one) => [one.auditID, one.responseStatus.code])).values()];
  };
  return { lists: codes("list").length, watches: codes("watch") };
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split("\n").at(-1);
}

test("the rights of refresh --wait in docs/rbac.md are those tested here", async () => {
  assert.deepEqual(await documentedRights("refresh", 1), Object.keys(rights));
});

test("refresh --wait knows all with its rights and no others", async () => {
  const { code, stdout, stderr } = await wait(await repository());
  assert.equal(code, 0, stderr);
  assert.match(lastLine(stdout) ?? "", / synced \(\d+s\)$/);
  assert.doesNotMatch(stderr, /right/);
});

test("refresh --wait refreshes nothing without the right to list Jobs", async () => {
  const name = await repository();
  const before = await cluster.resyncRequests(team, name);
  const { code, stdout, stderr } = await wait(name, "list jobs");
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /\nYou lack the right to list jobs\.batch in namespace "kubeapps-/);
  assert.equal(await cluster.resyncRequests(team, name), before);
});

for (const missing of ["watch jobs", "watch pods"]) {
  const [, resource = ""] = missing.split(" ");
  test(`refresh --wait lists again and again without the right to ${missing}`, async () => {
    const sync = { run: "3s" }; // longer than it takes until the second list
    const [watched, listed] = await Promise.all([
      repository({}, sync).then((name) => wait(name)),
      repository({}, sync).then((name) => wait(name, missing)),
    ]);
    for (const { code, stdout, stderr } of [watched, listed]) {
      assert.equal(code, 0, stderr);
      assert.match(lastLine(stdout) ?? "", / synced \(\d+s\)$/);
    }
    const [withIt, without] = [
      await asked(watched.user, resource),
      await asked(listed.user, resource),
    ];
    assert.equal(withIt.lists, 1);
    assert.ok(withIt.watches.length > 0 && withIt.watches.every((code) => code === 200));
    assert.ok(without.lists > 1, `${without.lists} lists`);
    assert.deepEqual(without.watches, [403]);
  });
}

test("refresh --wait sees a Pod's trouble with the right to list Pods, watched or not", async () => {
  const cases = [[undefined, true], ["watch pods", true], ["list pods", false]] as const;
  await Promise.all(cases.map(async ([missing, expected]) => {
    const name = await repository({}, { outcome: "image" });
    const { code, stderr } = await wait(name, missing, ["--timeout=20s"]);
    assert.equal(code, 1);
    assert.equal(/ImagePullBackOff/.test(stderr), expected, `${missing}: ${stderr}`);
  }));
});

test("refresh --wait needs no right to look for a Kubeapps that is named", async () => {
  const { code, stdout, stderr } = await wait(await repository(), "list deployments");
  assert.equal(code, 0, stderr);
  assert.match(lastLine(stdout) ?? "", / synced \(\d+s\)$/);
});

for (const missing of ["list pods", "get pods/log"]) {
  test(`refresh --wait calls a good end completed without the right to ${missing}`, async () => {
    const { code, stdout, stderr } = await wait(await repository(), missing);
    assert.equal(code, 1);
    assert.match(lastLine(stdout) ?? "", / completed \(\d+s\)$/);
    const [verb, resource] = missing.split(" ");
    assert.match(stderr, new RegExp(`You lack the right to ${verb} ${resource} in namespace`));
  });
}

test("refresh --wait does not say why there is no Pod without the right to list Events", async () => {
  const [one, other] = [await repository(), await repository()];
  await allowNoPods(cluster, places.kubeapps);
  try {
    const reason = /FailedCreate|exceeded quota/;
    const [seen, unseen] = await Promise.all([
      wait(one, undefined, ["--timeout=20s"]),
      wait(other, "list events", ["--timeout=20s"]),
    ]);
    assert.match(seen.stderr, reason);
    assert.deepEqual([seen.code, unseen.code], [1, 1]);
    assert.doesNotMatch(unseen.stderr, reason);
  } finally {
    await cluster.kubectl(["delete", "resourcequota", "none", "-n", places.kubeapps]);
  }
});

test("refresh --wait takes the usual namespace without the right to look for Kubeapps", async () => {
  const name = await repository();
  const KUBECONFIG = await callerWith(cluster, places, own);
  const { code, stderr } = await runCommand(["refresh", name, "--wait"], { env: { KUBECONFIG } });
  assert.equal(code, 1);
  assert.match(stderr, /right to list jobs\.batch in namespace "kubeapps"\./);
});

together("refresh --wait says that the controller is away, where it may look", async () => {
  const away = await Kubeapps.start(cluster, { runs: false });
  const home = { team, kubeapps: away.namespace };
  try {
    const cases = [["one", undefined, true], ["other", "list deployments", false]] as const;
    await Promise.all(cases.map(async ([name, missing, expected]) => {
      await cluster.createRepository(team, `nobodys-${name}`);
      const given = Object.entries(rights).filter(([right]) => right !== missing);
      const all = [...own, ...given.map(([, one]) => one)];
      const KUBECONFIG = await callerWith(cluster, home, all);
      const { stderr } = await runCommand([
        ...["refresh", `nobodys-${name}`, "--wait", "--timeout=20s"],
        ...["--kubeapps-namespace", away.namespace],
      ], { env: { KUBECONFIG } });
      assert.equal(/controller does not run/.test(stderr), expected, stderr);
    }));
  } finally {
    await away[Symbol.asyncDispose]();
  }
});
