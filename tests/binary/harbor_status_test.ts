// `harbor status`: what became of deliveries, by Harbor's executions, tasks and logs.

import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { eventually } from "./support/eventually.ts";
import { binary } from "./support/apprepo.ts";
import { HarborScene } from "./support/harbor/scene.ts";
import { users } from "./support/harbor/users.ts";
import { payloadOf } from "./support/harbor/deliveries.ts";
import { hasTmux, Tmux } from "./support/tmux.ts";

const cluster = await testCluster();
const scene = await HarborScene.open(cluster);
const { harbor } = scene;
Deno.test.afterAll(() => scene[Symbol.asyncDispose]());

function test(name: string, fn: () => Promise<void>, ignore = false): void {
  Deno.test({ name, ignore, sanitizeOps: false, sanitizeResources: false, fn });
}

const push = { type: "PUSH_ARTIFACT", repository: "charts/team/nginx", tag: "1.2.3" };

async function applied(): Promise<void> {
  harbor.policies.length = 0;
  harbor.executions.length = 0;
  const { code, stderr } = await scene.apply();
  assert.equal(code, 0, stderr);
}

interface Webhook {
  readonly name: string;
  readonly url: string;
  readonly otherTargets: number;
  readonly deliveries: readonly {
    readonly time: string;
    readonly event: string;
    readonly artifact: string;
    readonly result: string;
    readonly attempts: number;
    readonly reason?: string;
  }[];
}

async function status(words: readonly string[] = ["my-repo"]) {
  const { code, stdout, stderr } = await scene.run(["status", ...words, "-o", "json"]);
  const items: Webhook[] = stdout === "" ? [] : JSON.parse(stdout).items;
  return { code, items, stderr, newest: items[0]?.deliveries[0] };
}

test("harbor status shows what was delivered", async () => {
  await applied();
  const none = await scene.run(["status", "my-repo"]);
  assert.equal(none.code, 0, none.stderr);
  assert.match(none.stdout, /^Deliveries: +<none>$/m);
  await harbor.push(push);
  const { code, stdout, stderr } = await scene.run(["status", "my-repo"]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, new RegExp(`^AppRepository: +${scene.namespace}/my-repo$`, "m"));
  assert.match(stdout, /^Enabled: +yes$/m);
  assert.match(stdout, /^Events: +PUSH_ARTIFACT, DELETE_ARTIFACT$/m);
  assert.match(
    stdout,
    /^ {2}AGE +EVENT +ARTIFACT +RESULT +ATTEMPTS +REASON\n {2}\d+s +PUSH_ARTIFACT +charts\/team\/nginx:1\.2\.3 +delivered +1 +<none>$/m,
  );
});

test("a delivery that failed is told with the reason out of its log, and ends with 1", async () => {
  await applied();
  const own = harbor.policies[0]!.targets[0]!;
  own.auth_header = "Bearer not-a-token";
  await harbor.push(push);
  const { code, newest } = await status();
  assert.equal(code, 1);
  assert.equal(newest?.result, "failed");
  assert.equal(newest?.attempts, 3);
  assert.match(newest?.reason ?? "", /^401: Unauthorized/);
  await scene.apply();
  await harbor.push(push);
  const after = await status();
  assert.deepEqual([after.code, after.newest?.result], [0, "delivered"]);
  assert.deepEqual(after.items[0]?.deliveries.map(({ result }) => result), ["delivered", "failed"]);
});

test("a success that raised nothing is called what it is", async () => {
  await applied();
  await harbor.push(push);
  await using front = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) =>
      request.method === "POST"
        ? new Response(null, { status: 301, headers: { location: "/login" } })
        : new Response("<!doctype html>", { headers: { "content-type": "text/html" } }),
  );
  const own = harbor.policies[0]!.targets[0]!;
  own.address = own.address.replace(scene.receiver.url, `http://127.0.0.1:${front.addr.port}`);
  await harbor.push(push);
  assert.equal(harbor.executions.at(-1)?.status, "Success");
  // The two clocks may differ by half a minute, so it happened a minute later.
  harbor.executions.at(-1)!.start_time = new Date(Date.now() + 60_000).toISOString();
  const { code, newest, items } = await status();
  assert.equal(code, 1);
  assert.equal(newest?.result, "not-refreshed");
  assert.match(newest?.reason ?? "", /spec\.resyncRequests was not raised/);
  assert.equal(items[0]?.deliveries[1]?.result, "delivered");
});

test("where nothing ever raised the counter, that is told as well", async () => {
  await cluster.createRepository(scene.namespace, "still");
  harbor.policies.length = 0;
  const words = ["apply", "still", `--base-url=${scene.receiver.url}`];
  assert.equal((await scene.run(words)).code, 0);
  const policy = harbor.policies[0]!;
  const execution = harbor.execution(policy, "PUSH_ARTIFACT", payloadOf(push, Date.now()));
  execution.status = "Success";
  execution.task = { id: 1, status: "Success", run_count: 1 };
  // It was made a moment ago, and the two clocks may differ.
  execution.start_time = new Date(Date.now() + 60_000).toISOString();
  const { newest } = await status(["still"]);
  assert.equal(newest?.result, "not-refreshed");
  // So it is where somebody changed something else.
  const patch = '{"spec":{"url":"oci://registry.example.com/charts"}}';
  const patched = await cluster.kubectl([
    ...["patch", "apprepository", "still", "-n", scene.namespace, "--type=merge", "-p", patch],
  ]);
  assert.equal(patched.code, 0, patched.stderr);
  assert.equal((await status(["still"])).newest?.result, "not-refreshed");
  execution.extra_attrs.event_type = "PULL_ARTIFACT";
  assert.equal((await status(["still"])).newest?.result, "delivered");
});

test("an event that is lost, one under way, and one that is tried again", async () => {
  await applied();
  const policy = harbor.policies[0]!;
  const payload = payloadOf(push, Date.now());
  const lost = harbor.execution(policy, "PUSH_ARTIFACT", payload, Date.now() - 180_000);
  const young = harbor.execution(policy, "PUSH_ARTIFACT", payload, Date.now() - 1_000);
  const again = harbor.execution(policy, "PUSH_ARTIFACT", payload);
  again.status = "Error";
  again.task = { id: 900, status: "Error", run_count: 1, end_time: new Date().toISOString() };
  again.log = "[INFO]: start to run webhook job\n[ERROR]: exit webhook job, error: EOF\n";
  const { items, code } = await status();
  assert.equal(code, 0);
  assert.deepEqual(
    items[0]?.deliveries.map(({ result, reason }) => [result, reason]),
    [
      ["retrying", "EOF"],
      ["running", undefined],
      ["lost", "Harbor's job service was away, and the event is gone"],
    ],
  );
  harbor.executions.splice(harbor.executions.indexOf(again), 1);
  harbor.executions.splice(harbor.executions.indexOf(young), 1);
  assert.ok(harbor.executions.includes(lost));
  assert.equal((await status()).code, 1);
});

test("what Harbor keeps no more is told, and takes nothing else with it", async () => {
  await applied();
  const policy = harbor.policies[0]!;
  const day = Date.now() - 86_400_000;
  const payload = payloadOf(push, day);
  const old = harbor.execution(policy, "PUSH_ARTIFACT", payload, day);
  Object.assign(old, { status: "Error", task: { id: 1, status: "Error", run_count: 1 } });
  const dangling = harbor.execution(policy, "PUSH_ARTIFACT", payload, day);
  dangling.status = "Success";
  const others = harbor.execution(policy, "PUSH_ARTIFACT", payload);
  Object.assign(others, { status: "Error", vendor_type: "SLACK" });
  const { items } = await status();
  assert.deepEqual(items[0]?.deliveries.map(({ result, reason }) => [result, reason]), [
    ["lost", "Harbor's job service was away, and the event is gone"],
    ["failed", "Harbor keeps its log no more"],
  ]);
});

test("of a webhook with a Slack target only our own deliveries count", async () => {
  await applied();
  const policy = harbor.policies[0]!;
  const slack = { type: "slack", address: "https://hooks.example.com/x", skip_cert_verify: false };
  policy.targets.push(slack);
  const ours = harbor.execution(policy, "PUSH_ARTIFACT", payloadOf(push, Date.now()));
  Object.assign(ours, { status: "Error", task: { id: 1, status: "Error", run_count: 3 } });
  const theirs = harbor.execution(policy, "PUSH_ARTIFACT", payloadOf(push, Date.now()));
  Object.assign(theirs, { status: "Success", vendor_type: "SLACK" });
  const { code, stdout } = await scene.run(["status", "my-repo", "--deliveries=1"]);
  assert.equal(code, 1);
  assert.match(stdout, /^Deliveries:$/m);
  assert.match(stdout, / failed +3 /);
});

test("odd webhooks of others, and one of another cluster, take nothing with them", async () => {
  await applied();
  await harbor.push(push);
  const address = harbor.policies[0]!.targets[0]!.address;
  const target = (from: string, to: string) => ({
    type: "http",
    address: address.replace(from, to),
    skip_cert_verify: false,
  });
  harbor.add({ name: "odd", targets: [target("my-repo", "%7Bx%2Fy%7D")] });
  harbor.add({ name: "empty", targets: null as unknown as [] });
  const eu = harbor.add({
    name: "eu",
    targets: [target("clusters/default", "clusters/eu")],
    event_types: null as unknown as [],
  });
  const execution = harbor.execution(eu, "PUSH_ARTIFACT", payloadOf(push, Date.now()));
  Object.assign(execution, {
    start_time: new Date(Date.now() + 60_000).toISOString(),
    ...{ status: "Success", task: { id: 1, status: "Success", run_count: 1 } },
  });
  const { code, items } = await status([]);
  assert.equal(code, 0);
  assert.deepEqual(items.map(({ deliveries }) => deliveries[0]?.result), [
    "delivered",
    "delivered",
  ]);
});

test("between two attempts a delivery is tried again, and nothing has failed yet", async () => {
  await applied();
  await using slow = await HarborScene.open(cluster, { pauses: [10_000, 100] });
  await slow.apply();
  slow.harbor.policies[0]!.targets[0]!.auth_header = "Bearer not-a-token";
  const pushed = slow.harbor.push(push);
  await eventually(
    "the first attempt",
    () => Promise.resolve(slow.harbor.executions[0]?.status === "Error" || undefined),
  );
  const { code, stdout } = await slow.run(["status", "my-repo"]);
  assert.equal(code, 0);
  assert.match(stdout, / retrying +1 +401: /);
  await pushed;
  assert.equal((await slow.run(["status", "my-repo"])).code, 1);
});

test("no secret of an address or of an answer is shown, at -v=9 neither", async () => {
  await applied();
  const policy = harbor.policies[0]!;
  const own = policy.targets[0]!;
  own.address = own.address.replace("http://", "http://u:address-secret@") + "?token=query-secret";
  for (const type of ["slack", "teams", "http"]) {
    const address = `https://hooks.example.com/services/${type}-secret`;
    policy.targets.push({ type, address, skip_cert_verify: false });
  }
  const execution = harbor.execution(policy, "PUSH_ARTIFACT", payloadOf(push, Date.now()));
  Object.assign(execution, {
    status: "Error",
    task: { id: 1, status: "Error", run_count: 3 },
    log:
      'exit webhook job, error: abnormal response code: 404, body: {"headers":{"Authorization":"Bearer echoed-secret","X":"Authorization: bare-secret"}} token=log-secret\n',
  });
  for (const words of [[], ["-o", "json"], ["-v=9"]]) {
    const { stdout, stderr } = await scene.run(["status", "my-repo", ...words]);
    assert.match(stdout, /404/);
    assert.doesNotMatch(stdout + stderr, /-secret/);
  }
  const dry = await scene.apply(["--dry-run=client", "-v=9"]);
  assert.match(dry.stderr, /\/apprepositories\/my-repo\/refresh/);
  assert.doesNotMatch(dry.stdout + dry.stderr, /-secret/);
});

test("where the cluster is away, what Harbor knows is shown, with one warning", async () => {
  await applied();
  harbor.policies[0]!.targets[0]!.auth_header = "Bearer not-a-token";
  await harbor.push(push);
  const where = ["status", "my-repo", "--server=https://127.0.0.1:9"];
  const { code, stdout, stderr } = await scene.run(where);
  assert.equal(code, 1);
  assert.match(stdout, / failed +3 +401: /);
  assert.match(stderr, /^Warning: nobody can tell what was not refreshed: .*127\.0\.0\.1:9/);
  assert.equal(stderr.match(/Warning/g)?.length, 1);
});

test("an address that Harbor can't call is told, and harbor apply mends it", async () => {
  await applied();
  const { address } = harbor.policies[0]!.targets[0]!;
  for (const odd of [` ${address} `, address.replace("http://", "")]) {
    harbor.policies[0]!.targets[0]!.address = odd;
    const { stdout } = await scene.run(["status", "my-repo"]);
    assert.match(
      stdout,
      /^URL: .* \(Harbor can't call it: https:\/\/ is missing, or there are blanks/m,
    );
    const mended = await scene.apply();
    assert.match(mended.stdout, / configured\n$/, mended.stderr);
    assert.match((await scene.run(["status", "my-repo"])).stdout, /^URL: +http:\S+refresh$/m);
  }
});

test("an AppRepository that is gone is called so", async () => {
  await applied();
  const own = harbor.policies[0]!.targets[0]!;
  own.address = own.address.replace("my-repo", "gone");
  const { stdout } = await scene.run(["status", "gone"]);
  assert.match(stdout, /^AppRepository: +\S+\/gone \(not found\)$/m);
});

test("among a thousand webhooks it is found in one request", async () => {
  await applied();
  for (let at = 0; at < 1_000; at++) harbor.add({ name: `other-${at}` });
  for (const words of [["my-repo"], []]) {
    harbor.requests.length = 0;
    const { code, items } = await status(words);
    assert.deepEqual([code, items.length], [0, 1]);
    const pages = harbor.requests.filter(({ path }) => path.includes("/policies?"));
    assert.equal(pages.length, 1, JSON.stringify(pages));
  }
});

for (const options of [{ isUncounted: true }, {}]) {
  const what = options.isUncounted ? "a proxy took their number out" : "Harbor tells it";
  test(`all pages are read where Harbor can't look into targets, and ${what}`, async () => {
    await using plain = await HarborScene.open(cluster, { ...options, refusesTargets: true });
    const applied = await plain.apply();
    assert.equal(applied.code, 0, applied.stderr);
    for (let at = 0; at < 100; at++) plain.harbor.add({ name: `other-${at}` });
    const { code, stdout, stderr } = await plain.run(["status", "my-repo"]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Webhook: /m);
  });
}

test("a Harbor that sends no webhooks is told so, with 1", async () => {
  await using off = await HarborScene.open(cluster, { notification: false });
  const target = {
    type: "http",
    address:
      `${off.receiver.url}/api/v1/clusters/default/namespaces/${off.namespace}/apprepositories/my-repo/refresh`,
    skip_cert_verify: false,
  };
  off.harbor.add({ name: "a", targets: [target] });
  const { code, stdout, stderr } = await off.run(["status", "my-repo"]);
  assert.equal(code, 1);
  assert.match(stdout, /^Deliveries: +<none>$/m);
  assert.match(
    stderr,
    /^Warning: webhooks are switched off in Harbor at .*\nAn administrator switches them on/,
  );
});

test("without a name it shows all that lead to AppRepositories, and nothing else", async () => {
  await applied();
  harbor.add({ name: "elsewhere" });
  await cluster.createRepository(scene.namespace, "second");
  await scene.run(["apply", "second", `--base-url=${scene.receiver.url}`]);
  const { items } = await status([]);
  assert.deepEqual(items.map(({ url }) => url.split("/").at(-2)), ["second", "my-repo"]);
  assert.deepEqual((await status(["-n", "elsewhere"])).items, []);
  harbor.policies.splice(0, 1);
  harbor.policies.splice(1, 1);
  const none = await scene.run(["status"]);
  assert.deepEqual([none.code, none.stdout], [0, ""]);
  assert.match(
    none.stderr,
    /^No webhook of project "charts" leads to an AppRepository in namespace "harbor-\w+"$/m,
  );
  const named = await scene.run(["status", "my-repo"]);
  assert.equal(named.code, 1);
  assert.match(
    named.stderr,
    /^error: no webhook of project "charts" leads to AppRepository "my-repo"/,
  );
  assert.match(named.stderr, /^Make one with: kubectl apprepo harbor apply my-repo -n /m);
});

test("--deliveries says how many, and a maintainer may look", async () => {
  await applied();
  for (let at = 0; at < 7; at++) await harbor.push({ ...push, tag: `1.0.${at}` });
  const { stdout } = await scene.run(["status", "my-repo", "--deliveries=2", "-o", "json"], {
    as: users.maintainer,
  });
  const artifacts = JSON.parse(stdout).items[0].deliveries.map((one: { artifact: string }) =>
    one.artifact
  );
  assert.deepEqual(artifacts, ["charts/team/nginx:1.0.6", "charts/team/nginx:1.0.5"]);
  const wrong = await scene.run(["status", "my-repo", "--deliveries=51"]);
  assert.match(wrong.stderr, /^error: --deliveries must be from 1 to 50, not 51/);
});

test("in a pipe, --watch tells each delivery once, and again when it has come further", async () => {
  await applied();
  const policy = harbor.policies[0]!;
  const execution = harbor.execution(policy, "PUSH_ARTIFACT", payloadOf(push, Date.now()));
  const child = scene.spawn(["status", "my-repo", "--watch"]);
  let text = "";
  const reading = (async () => {
    for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) text += part;
  })();
  await eventually("the delivery", () => Promise.resolve(/ running\n$/.test(text) || undefined));
  execution.status = "Error";
  execution.task = { id: 1, status: "Error", run_count: 3 };
  execution.log = "exit webhook job, error: EOF\n";
  await eventually(
    "its end",
    () => Promise.resolve(/after 3 attempts: EOF\n$/.test(text) || undefined),
  );
  child.kill("SIGINT");
  assert.equal((await child.status).code, 130);
  await Promise.all([reading, child.stderr.cancel()]);
  assert.equal(text.trimEnd().split("\n").length, 2, text);
});

test("on a terminal, --watch draws in place", async () => {
  await applied();
  await using terminal = await Tmux.open({
    columns: 160,
    env: {
      A: binary,
      KUBECONFIG: cluster.adminKubeconfig,
      HOME: "/nowhere",
      HARBOR_USERNAME: users.admin.name,
      HARBOR_PASSWORD: users.admin.password,
    },
  });
  const where = `-n ${scene.namespace} --harbor-url ${harbor.url} --allow-http --project charts`;
  await terminal.type(`clear; $A harbor status my-repo ${where} --watch`);
  await terminal.until(/^Deliveries: +<none>$/m);
  await harbor.push(push);
  const screen = await terminal.until(/ delivered +1 /);
  assert.equal(screen.match(/^Webhook: /gm)?.length, 1, screen);
  await terminal.press("C-c");
  await terminal.until(/ delivered +1 [^]*\$ ?$/);
}, !hasTmux);
