// `harbor apply` against a stand-in of Harbor's API, with `serve` as the webhook's target.

import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { canLock } from "../cluster/grant/locks.ts";
import { apprepo } from "./support/apprepo.ts";
import { HarborScene } from "./support/harbor/scene.ts";
import { users } from "./support/harbor/users.ts";

const cluster = await testCluster();
const locks = await canLock(cluster);
const scene = await HarborScene.open(cluster);
const { harbor } = scene;
const secret = await scene.token();
Deno.test.afterAll(() => scene[Symbol.asyncDispose]());

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

const push = { type: "PUSH_ARTIFACT", repository: "charts/nginx", tag: "1.2.3" };

function reset(): void {
  harbor.policies.length = 0;
  harbor.executions.length = 0;
  harbor.requests.length = 0;
  harbor.afterPut = undefined;
  harbor.beforePost = undefined;
}

test("harbor apply makes the webhook, and a push then refreshes", async () => {
  reset();
  const { code, stdout, stderr } = await scene.apply();
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^harborwebhook\/harbor-\S+-my-repo-[0-9a-f]{8} created\n$/);
  assert.match(stderr, /^After the next push: kubectl apprepo harbor status my-repo -n /m);
  const [policy] = harbor.policies;
  assert.deepEqual(policy?.event_types, ["PUSH_ARTIFACT", "DELETE_ARTIFACT"]);
  assert.equal(policy?.enabled, true);
  assert.deepEqual(policy?.targets, [{
    type: "http",
    address:
      `${scene.receiver.url}/api/v1/clusters/default/namespaces/${scene.namespace}/apprepositories/my-repo/refresh`,
    auth_header: `Bearer ${secret}`,
    skip_cert_verify: false,
    payload_format: "Default",
  }]);
  const before = await scene.counter();
  await harbor.push(push);
  assert.equal(await scene.counter(), before + 1);
  assert.equal(harbor.executions[0]?.status, "Success");
});

test("harbor apply a second time writes nothing", async () => {
  reset();
  await scene.apply();
  harbor.requests.length = 0;
  const { code, stdout } = await scene.apply();
  assert.equal(code, 0);
  assert.match(stdout, / unchanged\n$/);
  assert.deepEqual(harbor.writes, []);
});

test("harbor apply mends what differs, says what, and keeps what it does not know", async () => {
  reset();
  await scene.apply();
  const [policy] = harbor.policies;
  const slack = { type: "slack", address: "https://hooks.example.com/x", skip_cert_verify: false };
  Object.assign(policy!, {
    enabled: false,
    description: "mine",
    event_types: ["PUSH_ARTIFACT", "PULL_ARTIFACT"],
    targets: [slack, {
      ...policy!.targets[0]!,
      address: policy!.targets[0]!.address.replace("127.0.0.1", "old.example.com"),
      auth_header: "Bearer old-secret",
      skip_cert_verify: true,
      payload_format: "CloudEvents",
      unknown: "kept",
    }],
  });
  const { creator, creation_time: created } = policy!;
  const asked = await scene.apply();
  assert.equal(asked.code, 1);
  assert.match(
    asked.stderr,
    /calls http:\/\/old\.example\.com:\d+, and is going to call http:\/\/127\.0\.0\.1:\d+ instead: is it the same Kubeapps\?\nThere is no terminal to ask on: add --yes/,
  );
  const { code, stdout, stderr } = await scene.apply(["--yes"]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, / configured\n$/);
  assert.deepEqual(stderr.split("\n").filter((line) => line.startsWith("  ")), [
    "  enabled: false -> true",
    "  event_types: PULL_ARTIFACT,PUSH_ARTIFACT -> DELETE_ARTIFACT,PULL_ARTIFACT,PUSH_ARTIFACT",
    `  address: ${
      scene.receiver.url.replace("127.0.0.1", "old.example.com")
    }/api/v1/clusters/default/namespaces/${scene.namespace}/apprepositories/my-repo/refresh -> ${
      policy!.targets[1]!.address
    }`,
    "  auth_header: another token -> the token",
    "  skip_cert_verify: true -> false",
    "  payload_format: CloudEvents -> Default",
  ]);
  assert.equal(policy!.description, "mine");
  assert.deepEqual([policy!.creator, policy!.creation_time], [creator, created]);
  assert.deepEqual(policy!.targets[0], slack);
  assert.equal((policy!.targets[1] as { unknown?: string }).unknown, "kept");
  assert.equal(policy!.targets[1]!.auth_header, `Bearer ${secret}`);
});

test("harbor apply leaves a webhook of that name alone that leads elsewhere", async () => {
  reset();
  harbor.add({ name: "theirs", enabled: false, event_types: ["SCANNING_FAILED"] });
  const { code, stderr } = await scene.apply(["--policy=theirs"]);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /has a webhook "theirs" that leads elsewhere: it is left alone\nChoose another/,
  );
  assert.deepEqual(harbor.writes, []);
});

test("of a webhook that is shared, events are added, and a second target of ours is taken out", async () => {
  reset();
  await scene.apply();
  const [policy] = harbor.policies;
  const [own] = policy!.targets;
  const slack = { type: "slack", address: "https://hooks.example.com/x", skip_cert_verify: false };
  const second = { ...own!, address: own!.address.replace("http://", "http://u:address-secret@") };
  policy!.targets = [slack, own!, second];
  policy!.event_types = ["PUSH_ARTIFACT", "SCANNING_FAILED"];
  const { code, stdout, stderr } = await scene.apply();
  assert.equal(code, 0, stderr);
  assert.match(stdout, / configured\n$/);
  assert.match(stderr, /^ {2}target: http:\/\/u:\*\*\*@\S+ -> taken out: it leads to the same$/m);
  assert.deepEqual(policy!.targets, [slack, own]);
  assert.deepEqual(policy!.event_types.toSorted(), [
    "DELETE_ARTIFACT",
    "PUSH_ARTIFACT",
    "SCANNING_FAILED",
  ]);
  assert.match((await scene.apply()).stdout, / unchanged\n$/);
});

test("--dry-run=client writes nothing, and shows what would be changed", async () => {
  reset();
  const { code, stdout } = await scene.apply(["--dry-run=client"]);
  assert.equal(code, 0);
  assert.match(stdout, / created \(dry run\)\n$/);
  await scene.apply();
  harbor.policies[0]!.enabled = false;
  harbor.requests.length = 0;
  const changed = await scene.apply(["--dry-run=client"]);
  assert.match(changed.stdout, / configured \(dry run\)\n$/);
  assert.match(changed.stderr, /^ {2}enabled: false -> true$/m);
  assert.deepEqual(harbor.writes, []);
  const server = await scene.apply(["--dry-run=server"]);
  assert.equal(server.code, 1);
  assert.match(server.stderr, /Harbor checks nothing without storing it/);
});

test("-o json and yaml have all but the token", async () => {
  reset();
  const { stdout } = await scene.apply(["-o", "json"]);
  const { kind, outcome, repository, eventTypes, otherTargets } = JSON.parse(stdout);
  assert.deepEqual([kind, outcome, otherTargets], ["HarborWebhook", "created", 0]);
  assert.deepEqual(repository, { cluster: "default", namespace: scene.namespace, name: "my-repo" });
  assert.deepEqual(eventTypes, ["PUSH_ARTIFACT", "DELETE_ARTIFACT"]);
  const yaml = await scene.apply(["-o", "yaml"]);
  assert.match(yaml.stdout, /^outcome: unchanged$/m);
  const name = await scene.apply(["-o", "name"]);
  assert.match(name.stdout, /^harborwebhook\/\S+\n$/);
});

test("among a thousand webhooks it is found in three requests", async () => {
  reset();
  await scene.apply();
  for (let at = 0; at < 1_000; at++) harbor.add({ name: `other-${at}` });
  harbor.requests.length = 0;
  const { stdout } = await scene.apply();
  assert.match(stdout, / unchanged\n$/);
  const pages = harbor.requests.filter(({ path }) => path.includes("/policies?"));
  assert.ok(pages.length <= 3, JSON.stringify(pages));
});

for (const name of ["a,b", "~x,y", "team a/ü&q=name=z", "[range]", "kubeapps+my", "a%41", "\\x"]) {
  test(`a webhook called ${JSON.stringify(name)} is found again`, async () => {
    reset();
    harbor.add({ name: name.slice(0, -1) });
    await scene.apply([`--policy=${name}`]);
    const { stdout, stderr } = await scene.apply([`--policy=${name}`]);
    assert.equal(stdout, `harborwebhook/${name} unchanged\n`, stderr);
  });
}

test("no second webhook with the same address is made unasked", async () => {
  reset();
  await scene.apply(["--policy=first one"]);
  const refused = await scene.apply(["--policy=second"]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^error: Webhook "first one" calls the same URL already/);
  assert.match(refused.stderr, /instead, run this again with --policy 'first one'$/m);
  assert.equal(harbor.policies.length, 1);
  const dry = await scene.apply(["--policy=second", "--dry-run=client"]);
  assert.equal(dry.code, 0, dry.stderr);
  const { code, stderr } = await scene.apply(["--policy=second", "--yes"]);
  assert.equal(code, 0);
  assert.match(
    stderr,
    /^Warning: webhook "first one" calls the same URL: each push is told twice$/m,
  );
  assert.equal(harbor.policies.length, 2);
});

test("the token of an account without a lock is not given away without a word", async () => {
  reset();
  assert.doesNotMatch((await scene.apply()).stderr, /lock/);
  const words = ["grant", "-n", scene.namespace, "--serviceaccount=unlocked", "--no-lock"];
  const granted = await apprepo(words, { kubeconfig: cluster.adminKubeconfig });
  assert.equal(granted.code, 0, granted.stderr);
  reset();
  const { code, stderr } = await scene.apply(["--serviceaccount=unlocked"]);
  assert.equal(code, 0, stderr);
  const warning =
    /^Warning: ServiceAccount \S+:unlocked has no lock: whoever reads the token in Harbor/m;
  assert.equal(warning.test(stderr), locks, stderr);
});

test("one of that name that somebody else makes at the same time is made right", async () => {
  reset();
  harbor.beforePost = ({ name = "", targets }) => {
    harbor.beforePost = undefined;
    harbor.add({ name, targets, enabled: false });
  };
  const { code, stdout, stderr } = await scene.apply();
  assert.equal(code, 0, stderr);
  assert.match(stdout, / configured\n$/);
  assert.deepEqual(harbor.policies.map(({ enabled }) => enabled), [true]);
});

test("one webhook for pushes and one for deletions are no twins", async () => {
  reset();
  await scene.apply(["--policy=pushes", "--event=PUSH_ARTIFACT"]);
  const { stderr } = await scene.apply(["--policy=deletions", "--event=DELETE_ARTIFACT"]);
  assert.doesNotMatch(stderr, /calls the same URL/);
});

test("whoever changes it at the same time is told", async () => {
  reset();
  await scene.apply();
  harbor.policies[0]!.enabled = false;
  harbor.afterPut = (policy) => policy.enabled = false;
  const { code, stderr } = await scene.apply();
  assert.equal(code, 1);
  assert.match(stderr, /is not as it was sent: enabled\nSomebody else changed it at the same time/);
});

test("another cluster's webhook is another one, and printed commands lead to it", async () => {
  reset();
  const words = ["--cluster-name=eu", "--no-check"];
  const { code, stderr } = await scene.apply(words);
  assert.equal(code, 0, stderr);
  assert.match(harbor.policies[0]!.targets[0]!.address, /\/clusters\/eu\/namespaces\//);
  assert.match(stderr, / --allow-http --cluster-name eu$/m);
});

test("a Harbor from before 2.8 gets no payload format", async () => {
  await using old = await HarborScene.open(cluster, { isOld: true });
  const { code, stderr } = await old.apply();
  assert.equal(code, 0, stderr);
  assert.equal(old.harbor.policies[0]?.targets[0]?.payload_format, undefined);
  const asked = await old.apply(["--payload-format=CloudEvents"]);
  assert.equal(asked.code, 1);
  assert.match(asked.stderr, /has no payload format CloudEvents: it takes Harbor 2\.8 or newer/);
});

test("CloudEvents, and events by name, come through to the receiver", async () => {
  reset();
  const words = ["--payload-format=CloudEvents", "--event=push_artifact"];
  const { code, stderr } = await scene.apply(words);
  assert.equal(code, 0, stderr);
  assert.deepEqual(harbor.policies[0]?.event_types, ["PUSH_ARTIFACT"]);
  const before = await scene.counter();
  await harbor.push(push);
  assert.equal(await scene.counter(), before + 1);
  const unknown = await scene.apply(["--event=PUSHED"]);
  assert.match(unknown.stderr, /^error: this Harbor has no event PUSHED; it has PUSH_ARTIFACT, /);
});

test("a robot account with list, read, create and update is enough", async () => {
  reset();
  const { code, stderr } = await scene.apply([], { as: users.robot });
  assert.equal(code, 0, stderr);
});

test("what the URL answers is looked at first", async () => {
  reset();
  await using page = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () =>
      new Response("<!doctype html><title>Kubeapps</title>", {
        headers: { "content-type": "text/html" },
      }),
  );
  const base = `http://127.0.0.1:${page.addr.port}`;
  const { code, stderr } = await scene.run(["apply", "my-repo", `--base-url=${base}`]);
  assert.equal(code, 1);
  assert.match(stderr, /does not answer as the endpoint does: 200 with a page of HTML/);
  assert.match(stderr, /Nothing was changed in Harbor\. Where only Harbor reaches/);
  assert.deepEqual(harbor.writes, []);
  const anyway = await scene.run(["apply", "my-repo", `--base-url=${base}`, "--no-check"]);
  assert.equal(anyway.code, 0, anyway.stderr);
});

test("no secret is on stdout or stderr, at -v=9 neither", async () => {
  reset();
  const runs = [await scene.apply(["-v=9"]), await scene.apply(["-v=9", "-o", "json"])];
  harbor.policies[0]!.targets[0]!.auth_header = "no-scheme-secret";
  runs.push(await scene.apply(["-v=9"]));
  const text = runs.map(({ stdout, stderr }) => stdout + stderr).join("");
  const basic = btoa("alice");
  for (const one of [secret, users.projectAdmin.password, "no-scheme-secret", basic.slice(0, 6)]) {
    assert.ok(!text.includes(one), one);
  }
  assert.match(text, /\/api\/v2\.0\/projects\/charts\/webhook\/policies/);
});
