// `harbor delete`, with deliveries under way.

import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { eventually } from "./support/eventually.ts";
import { payloadOf } from "./support/harbor/deliveries.ts";
import { HarborScene } from "./support/harbor/scene.ts";
import { users } from "./support/harbor/users.ts";

const cluster = await testCluster();
const scene = await HarborScene.open(cluster);
const { harbor } = scene;
Deno.test.afterAll(() => scene[Symbol.asyncDispose]());

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

const push = { type: "PUSH_ARTIFACT", repository: "charts/nginx", tag: "1.2.3" };

async function applied(): Promise<string> {
  harbor.policies.length = 0;
  harbor.executions.length = 0;
  const { code, stderr } = await scene.apply();
  assert.equal(code, 0, stderr);
  harbor.requests.length = 0;
  return harbor.policies[0]!.name;
}

/** It has been refused, and asks what is under way. */
async function tried(): Promise<void> {
  await eventually(
    "a look at the executions",
    () =>
      Promise.resolve(
        harbor.requests.some(({ path }) => path.includes("/executions")) || undefined,
      ),
  );
}

test("harbor delete removes the webhook", async () => {
  const name = await applied();
  const dry = await scene.run(["delete", "my-repo", "--dry-run=client"]);
  assert.equal(dry.stdout, `harborwebhook "${name}" deleted from project "charts" (dry run)\n`);
  assert.deepEqual(harbor.writes, []);
  const { code, stdout, stderr } = await scene.run(["delete", "my-repo"]);
  assert.deepEqual([code, stdout], [0, `harborwebhook "${name}" deleted from project "charts"\n`]);
  assert.match(stderr, /^It led to http:\/\/\S+\/apprepositories\/my-repo\/refresh$/m);
  assert.deepEqual(harbor.policies, []);
  const again = await scene.run(["delete", "my-repo"]);
  assert.equal(again.code, 1);
  assert.match(
    again.stderr,
    new RegExp(`^error: harborwebhook "${name}" not found in project "charts"`),
  );
  assert.match(
    again.stderr,
    /^kubectl apprepo harbor status --harbor-url http:\S+ --project charts --allow-http shows/m,
  );
  const ignored = await scene.run(["delete", "my-repo", "--ignore-not-found"]);
  assert.deepEqual([ignored.code, ignored.stdout, ignored.stderr], [0, "", ""]);
});

test("harbor delete waits for deliveries that are under way, and says which", async () => {
  await applied();
  const policy = harbor.policies[0]!;
  const execution = harbor.execution(policy, "PUSH_ARTIFACT", payloadOf(push, Date.now()));
  const deleting = scene.run(["delete", "my-repo"]);
  await tried();
  execution.status = "Error";
  const { code, stderr } = await deleting;
  assert.equal(code, 0, stderr);
  const [waiting] = stderr.split("\n");
  assert.equal(
    waiting,
    `Waiting for deliveries that are under way: execution ${execution.id} PUSH_ARTIFACT charts/nginx:1.2.3`,
  );
  assert.deepEqual(harbor.policies, []);
});

test("a target that somebody adds meanwhile stays, and the webhook with it", async () => {
  await applied();
  const policy = harbor.policies[0]!;
  const execution = harbor.execution(policy, "PUSH_ARTIFACT", payloadOf(push, Date.now()));
  const deleting = scene.run(["delete", "my-repo"]);
  await tried();
  const other = { type: "http", address: "https://other.example.com", skip_cert_verify: false };
  policy.targets = [...policy.targets, other];
  execution.status = "Error";
  const { code, stdout, stderr } = await deleting;
  assert.equal(code, 0, stderr);
  assert.match(stdout, /keeps its other targets/);
  assert.deepEqual(harbor.policies.map(({ targets }) => targets), [[other]]);
});

test("harbor delete gives up in time, and names what does not end", async () => {
  await applied();
  const policy = harbor.policies[0]!;
  const execution = harbor.execution(policy, "PUSH_ARTIFACT", payloadOf(push, Date.now()));
  const { id } = execution;
  execution.task = { id, status: "Running", run_count: 2 };
  const { code, stdout, stderr } = await scene.run(["delete", "my-repo", "--timeout=1s"]);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(
    stderr,
    new RegExp(
      `^error: deliveries are still under way: execution ${id} PUSH_ARTIFACT charts/nginx:1\\.2\\.3\\nHarbor gives one up after three attempts`,
    ),
  );
  assert.equal(harbor.policies.length, 1);
});

test("a delivery that was lost is not waited for", async () => {
  await applied();
  const policy = harbor.policies[0]!;
  const { id } = harbor.execution(
    policy,
    "PUSH_ARTIFACT",
    payloadOf(push, Date.now()),
    Date.now() - 3_600_000,
  );
  const { code, stderr } = await scene.run(["delete", "my-repo"]);
  assert.equal(code, 1);
  assert.match(
    stderr,
    new RegExp(`^error: a delivery was lost and will never end: execution ${id} PUSH_ARTIFACT`),
  );
  assert.match(stderr, /disable the webhook in Harbor, and run this again then/);
});

test("of a webhook with other targets only ours is taken out", async () => {
  const name = await applied();
  const policy = harbor.policies[0]!;
  const slack = { type: "slack", address: "https://hooks.example.com/x", skip_cert_verify: false };
  policy.targets.unshift(slack);
  const { code, stdout } = await scene.run(["delete", "my-repo"]);
  assert.equal(code, 0);
  assert.equal(
    stdout,
    `harborwebhook "${name}" of project "charts" keeps its other targets, and what they are told of\n`,
  );
  assert.deepEqual(harbor.policies[0]?.targets, [slack]);
});

test("a webhook that leads elsewhere is left alone", async () => {
  await applied();
  harbor.add({ name: "theirs" });
  const { code, stderr } = await scene.run(["delete", "my-repo", "--policy=theirs"]);
  assert.equal(code, 1);
  assert.match(stderr, /does not lead to AppRepository "my-repo" .*: it is left alone/);
  assert.equal(harbor.policies.length, 2);
});

test("who may not delete is told what it takes", async () => {
  await applied();
  const { code, stderr } = await scene.run(["delete", "my-repo"], { as: users.robot });
  assert.equal(code, 1);
  assert.match(
    stderr,
    /with 403: forbidden\nYou lack the right to delete webhooks \(notification-policy\) of project "charts"/,
  );
});

test("Ctrl-C ends the waiting, and leaves the webhook", async () => {
  await applied();
  const policy = harbor.policies[0]!;
  harbor.execution(policy, "PUSH_ARTIFACT", payloadOf(push, Date.now()));
  const child = scene.spawn(["delete", "my-repo"]);
  await tried();
  child.kill("SIGINT");
  const { code, stdout } = await child.output();
  assert.deepEqual([code, stdout.length], [130, 0]);
  assert.equal(harbor.policies.length, 1);
});
