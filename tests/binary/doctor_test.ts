// `doctor` on a real control plane: one thing is broken at a time, exactly the expected check finds
// it, what it prints is run as printed, and the check turns ok.

import assert from "node:assert/strict";
import { canLock } from "../cluster/grant/locks.ts";
import { issue } from "../../testcluster/certificates.ts";
import { auditOf } from "../cluster/support/audit.ts";
import { testCluster } from "../cluster/support/cluster.ts";
import { allowNoPods } from "../cluster/support/no_pods.ts";
import type { Sync } from "../cluster/support/kubeapps/kubeapps.ts";
import { apprepo } from "./support/apprepo.ts";
import { Scene } from "./support/doctor_scene.ts";
import { eventually } from "./support/eventually.ts";
import { together } from "../cluster/support/together.ts";

const cluster = await testCluster();
const locks = await canLock(cluster);
const kubeconfig = cluster.adminKubeconfig;

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

test("doctor finds nothing where all is well, and says so in a line", async () => {
  await using scene = await Scene.open();
  const { ids, code, report } = await scene.doctor();
  assert.deepEqual([ids, code, report.summary["failed"]], [[], 0, false]);
  const { stdout } = await apprepo(["doctor", ...scene.where], { kubeconfig });
  assert.match(stdout, /\nAll \d+ checks passed, \d+ do not apply\.\n$/);
  assert.doesNotMatch(stdout, /ARD/);
  const wide = await apprepo(["doctor", "one", "-o", "wide", ...scene.where], { kubeconfig });
  assert.match(wide.stdout, /\n {2}ok ARD402 /);
  const short = await apprepo(["doctor", "-o", "short", ...scene.where], { kubeconfig });
  assert.match(short.stdout, /^All \d+ checks/);
});

interface Mutation {
  readonly what: string;
  readonly id: string;
  readonly sync?: Sync;
  readonly spec?: Record<string, unknown>;
  readonly break: (scene: Scene) => Promise<unknown>;
  /** Before what is printed is run, such as the registry's own mending. */
  readonly meanwhile?: (scene: Scene) => Promise<unknown>;
  /** What the user fills in. */
  readonly fill?: (command: string) => string;
  /** Of the printed commands, those that mend; the others only look. */
  readonly mends?: RegExp;
  readonly needsLock?: true;
}

const refused =
  "E1122 22:00:00.1 1 sync.go:1] get request to [https://u:hunter2@h/index.yaml] failed due to status [401]";

const secretKeyRef = { name: "login", key: "header" };

async function refresh({ where }: Scene): Promise<void> {
  await apprepo(["refresh", "one", "--wait", "--timeout=60s", ...where], { kubeconfig });
}

const mutations: readonly Mutation[] = [
  {
    what: "a Secret that is deleted",
    id: "ARD409",
    spec: { auth: { header: { secretKeyRef } } },
    break: () => Promise.resolve(),
    fill: (command) => command.replace("CREDENTIALS", btoa("user:swordfish")),
  },
  {
    what: "a CronJob that is suspended",
    id: "ARD406",
    break: (scene) =>
      scene.kubectl(
        ...["patch", "cronjob", `apprepo-${scene.team}-sync-one`, "-n", scene.kubeapps.namespace],
        ...["--type=merge", "-p", '{"spec":{"suspend":true}}'],
      ),
  },
  {
    what: "a controller that is scaled to 0",
    id: "ARD301",
    break: (scene) => scene.kubeapps.scale(0),
  },
  {
    what: "labels that hide the controller",
    id: "ARD301",
    break: (scene) =>
      scene.kubectl(
        ...["label", "deployment", "--all", "-n", scene.kubeapps.namespace, "--overwrite"],
        "app.kubernetes.io/component=other",
      ),
  },
  {
    what: "a sync that fails",
    id: "ARD402",
    break: async (scene) => {
      await scene.kubeapps.changeSync(scene.team, "one", { outcome: "fail", log: [refused] });
      await refresh(scene);
    },
    meanwhile: (scene) => scene.kubeapps.changeSync(scene.team, "one", {}),
  },
  {
    what: "a sync that leaves a chart out",
    id: "ARD413",
    break: async (scene) => {
      const log = ['E1122 22:00:00.1 1 x.go:1] There were errors syncing chart "a": [x]'];
      await scene.kubeapps.changeSync(scene.team, "one", { log });
      await refresh(scene);
    },
    meanwhile: async (scene) => {
      await scene.kubeapps.changeSync(scene.team, "one", {});
      await refresh(scene);
    },
  },
  {
    what: "a URL with the index",
    id: "ARD411",
    spec: { url: "https://charts.example.com/index.yaml" },
    break: () => Promise.resolve(),
  },
  {
    what: "an interval that is none",
    id: "ARD406",
    spec: { interval: "ten minutes" },
    break: () => Promise.resolve(),
  },
  {
    what: "a counter that is below zero",
    id: "ARD417",
    break: (scene) =>
      scene.kubectl(
        ...["patch", "apprepository", "one", "-n", scene.team, "--type=merge", "-p"],
        '{"spec":{"resyncRequests":-1}}',
      ),
  },
  {
    what: "an old token",
    id: "ARD604",
    break: async ({ team }) => {
      for (const more of [["grant"], ["token", "--rotate", "--keep-old"]]) {
        const { code, stderr } = await apprepo([...more, "-n", team], { kubeconfig });
        assert.equal(code, 0, stderr);
      }
    },
    needsLock: true,
  },
  {
    what: "a lock that is deleted",
    id: "ARD605",
    break: (scene) => unlocked(scene, ["grant", "-n", scene.team]),
    needsLock: true,
  },
  {
    what: "a lock of a grant by name that is deleted",
    id: "ARD605",
    break: (scene) => unlocked(scene, ["grant", "one", "-n", scene.team]),
    fill(command) {
      assert.match(command, /^kubectl apprepo grant one -n \S+$/, "it widens nothing");
      return command;
    },
    needsLock: true,
  },
];

async function unlocked(scene: Scene, grant: string[]): Promise<void> {
  const { code, stderr } = await apprepo(grant, { kubeconfig });
  assert.equal(code, 0, stderr);
  await scene.kubectl(
    ...["delete", "validatingadmissionpolicy"],
    `apprepositories-refresh.${scene.team}.apprepositories-refresh`,
  );
}

for (const mutation of mutations) {
  const { what, id, sync, spec, meanwhile, fill = (command) => command } = mutation;
  if (mutation.needsLock && !locks) continue;
  test(`doctor finds ${what}, and what it prints mends it`, async () => {
    await using scene = await Scene.open(sync, spec);
    await mutation.break(scene);
    const before = await scene.doctor();
    assert.deepEqual(before.ids, [id], before.stdout);
    assert.doesNotMatch(before.stdout, /hunter2/);
    const isError = before.report.summary["error"] !== 0;
    assert.equal(before.code, isError ? 1 : 0);
    await meanwhile?.(scene);
    assert.ok(before.fixes.length > 0);
    for (const command of before.fixes) await scene.shell(fill(command));
    await eventually(`${id} to be ok`, async () => {
      const { ids } = await scene.doctor();
      return ids.length === 0 ? true : undefined;
    });
  });
}

test("doctor finds a CA that has expired, and what it prints mends it", async () => {
  const customCA = { secretKeyRef: { name: "registry-ca", key: "ca.crt" } };
  await using scene = await Scene.open({}, { auth: { customCA } });
  const hour = 3_600_000;
  const pem = (from: number, to: number) =>
    issue(cluster.authority, {
      usage: "server",
      commonName: "registry",
      notBefore: new Date(Date.now() + from * hour),
      notAfter: new Date(Date.now() + to * hour),
    }).certificate;
  using api = cluster.api();
  await api.create(`/api/v1/namespaces/${scene.team}/secrets`, {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "registry-ca" },
    stringData: { "ca.crt": pem(-2, -1) },
  });
  const { ids, fixes } = await scene.doctor();
  assert.deepEqual(ids, ["ARD410"]);
  const file = `${await Deno.makeTempDir({ dir: cluster.folder })}/ca.crt`;
  await Deno.writeTextFile(file, pem(-2, 1));
  await scene.shell(fixes[0]!.replace("=ca.crt ", `=${file} `));
  assert.deepEqual((await scene.doctor()).ids, []);
});

test("doctor finds a host's certificate that expires, and what it prints mends it", async () => {
  await using scene = await Scene.open();
  const home = scene.kubeapps.namespace;
  const hour = 3_600_000;
  const pair = (hours: number) =>
    issue(cluster.authority, {
      usage: "server",
      commonName: "kubeapps.example.com",
      notAfter: new Date(Date.now() + hours * hour),
    });
  using api = cluster.api();
  const { certificate, key } = pair(24);
  await api.create(`/api/v1/namespaces/${home}/secrets`, {
    apiVersion: "v1",
    kind: "Secret",
    type: "kubernetes.io/tls",
    metadata: { name: "host-tls" },
    stringData: { "tls.crt": certificate, "tls.key": key },
  });
  const { stdout: manifests } = await apprepo([
    ...["serve", "--manifests", "--host", `${home}.example.com`, "--tls-secret", "host-tls"],
    ...["--image", "registry.example.com/kubectl-apprepo:v0.1.0"],
  ], { kubeconfig });
  const applied = await cluster.kubectl(["apply", "-n", home, "-f", "-"], { stdin: manifests });
  assert.equal(applied.code, 0, applied.stderr);
  // No node of the test cluster runs the receiver.
  const before = await scene.doctor(["--skip=ARD601"]);
  assert.deepEqual(before.ids, ["ARD603"]);
  assert.match(before.stdout, /expires in 24 hours/);
  const folder = await Deno.makeTempDir({ dir: cluster.folder });
  const renewed = pair(24 * 60);
  await Deno.writeTextFile(`${folder}/tls.crt`, renewed.certificate);
  await Deno.writeTextFile(`${folder}/tls.key`, renewed.key);
  for (const command of before.fixes) await scene.shell(`cd ${folder} && ${command}`);
  assert.deepEqual((await scene.doctor(["--skip=ARD601"])).ids, []);
  assert.deepEqual((await scene.doctor()).ids, ["ARD601"]);
});

test("doctor tells whether a ServiceAccount may refresh, and how it may", async () => {
  await using scene = await Scene.open();
  const asked = ["--serviceaccount", "sender"];
  const before = await scene.doctor(asked);
  assert.deepEqual([before.code, before.ids], [1, ["ARD502"]]);
  for (const command of before.fixes) await scene.shell(command);
  assert.deepEqual((await scene.doctor(asked)).ids, locks ? [] : ["ARD105"]);
});

test("doctor tells whether a URL asks for a token", async () => {
  await using scene = await Scene.open();
  let code = 301;
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    ({ url }) => new Response(null, { status: code, headers: { Location: `${url}/` } }),
  );
  try {
    const base = ["--base-url", `http://127.0.0.1:${server.addr.port}`];
    const before = await scene.doctor(base);
    assert.deepEqual([before.code, before.ids], [1, ["ARD607"]]);
    assert.match(before.stdout, /POST http:\/\/127\.0\.0\.1:\d+\/api\/v1\/clusters\/default\//);
    code = 401;
    assert.deepEqual((await scene.doctor(base)).ids, []);
  } finally {
    await server.shutdown();
  }
});

test("doctor --wait looks again until nothing is broken", async () => {
  await using scene = await Scene.open();
  await scene.kubeapps.scale(0);
  const waiting = scene.doctor(["--wait=30s"]);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await scene.kubeapps.scale(1);
  const { code, ids } = await waiting;
  assert.deepEqual([code, ids], [0, []]);
  await scene.kubeapps.scale(0);
  assert.equal((await scene.doctor(["--wait=1s"])).code, 1);
});

test("doctor finds a sync that is in trouble before it fails", async () => {
  await using scene = await Scene.open();
  await scene.kubeapps.changeSync(scene.team, "one", { outcome: "image" });
  await apprepo(["refresh", "one", ...scene.where.slice(0, 2)], { kubeconfig });
  const found = await eventually("the trouble", async () => {
    const { ids, stdout } = await scene.doctor();
    return ids.length > 0 ? { ids, stdout } : undefined;
  });
  assert.deepEqual(found.ids, ["ARD405"]);
  assert.match(found.stdout, /ImagePullBackOff/);
});

test("doctor finds a quota that keeps Pods away", async () => {
  await using scene = await Scene.open();
  await allowNoPods(cluster, scene.kubeapps.namespace);
  await apprepo(["refresh", "one", ...scene.where.slice(0, 2)], { kubeconfig });
  const found = await eventually("the finding", async () => {
    const { ids, stdout } = await scene.doctor();
    return ids.length > 0 ? { ids, stdout } : undefined;
  });
  assert.deepEqual(found.ids, ["ARD309"]);
  assert.match(found.stdout, /exceeded quota: none/);
});

test("doctor's exit code goes by --fail-on, and not by -o", async () => {
  await using scene = await Scene.open({}, { url: "http://charts.example.com" });
  const levels = [["error", 0], ["warning", 1], ["never", 0]] as const;
  for (const [level, expected] of levels) {
    for (const output of ["json", "yaml", "name", "short", "wide"]) {
      const args = ["doctor", `--fail-on=${level}`, "-o", output, ...scene.where];
      const { code, stdout } = await apprepo(args, { kubeconfig });
      assert.equal(code, expected, `${level} ${output}: ${stdout}`);
    }
  }
});

test("doctor makes the checks that are asked for, and lists them", async () => {
  await using scene = await Scene.open();
  const only = await scene.doctor(["--only=ARD402,ard409"]);
  assert.deepEqual(only.report.checks.map(({ id }) => id), ["ARD402", "ARD409"]);
  const without = await scene.doctor(["--skip=ARD402"]);
  assert.ok(without.report.checks.every(({ id }) => id !== "ARD402"));
  const listed = await apprepo(["doctor", "--list-checks"], { kubeconfig });
  assert.match(listed.stdout, /\nARD402 +repository +the last sync of each repository went well\n/);
  const wrong: readonly (readonly [args: string[], stderr: RegExp])[] = [
    [["--only=ARD999"], /^error: there is no check "ARD999": --list-checks prints those/],
    [["--fail-on=x"], /^error: --fail-on wants error, warning or never, not "x"\n$/],
    [["-o", "table"], /allowed formats are: json,name,short,wide,yaml\n$/],
    [["nobody", "-n", scene.team], /^Error from server \(NotFound\): .*"nobody" not found\n/],
  ];
  for (const [args, stderr] of wrong) {
    const result = await apprepo(["doctor", ...args], { kubeconfig });
    assert.deepEqual([result.code, result.stdout], [1, ""]);
    assert.match(result.stderr, stderr);
  }
});

test("doctor says so where the API server is away, and looks at nothing else", async () => {
  const { code, stdout } = await apprepo(
    ["doctor", "--server=https://127.0.0.1:1", "-o", "short"],
    { kubeconfig },
  );
  assert.equal(code, 1);
  assert.match(stdout, /ARD101 The API server does not answer as it should\n/);
  assert.match(stdout, /\n1 error, \d ok, \d+ skipped\n$/);
});

test("doctor does not call fine what it may not see", async () => {
  await using scene = await Scene.open();
  const user = `nobody-${crypto.randomUUID().slice(0, 8)}`;
  const poor = await cluster.kubeconfigFor({ user, namespace: scene.team });
  const { code, stdout } = await apprepo(["doctor", ...scene.where], { kubeconfig: poor });
  assert.equal(code, 1);
  assert.match(stdout, /unknown ARD402 You lack the right to list apprepositories\.kubeapps\.com/);
  assert.match(stdout, /\n.*\d+ unknown\n$/);
});

test("doctor changes nothing: the API server's audit log has no write of its", async () => {
  await using scene = await Scene.open();
  await apprepo(["grant", "-n", scene.team], { kubeconfig });
  const user = `doctor-${crypto.randomUUID().slice(0, 8)}`;
  await cluster.grantClusterRole({ user }, [
    { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
  ]);
  const own = await cluster.kubeconfigFor({ user, namespace: scene.team });
  const { code, stderr } = await apprepo(["doctor", ...scene.where], { kubeconfig: own });
  assert.equal(code, 0, stderr);
  const events = await auditOf(cluster.folder, user);
  assert.ok(events.length > 5);
  const writes = events.filter(({ verb }) => !/^(get|list|watch)$/.test(verb));
  // A review of one's own rights is asked by a POST, and stored nowhere.
  assert.deepEqual(
    [...new Set(writes.map(({ objectRef }) => objectRef?.resource))],
    ["selfsubjectrulesreviews"],
  );
});

test("doctor shows no secret, at any verbosity", async () => {
  const auth = { header: { secretKeyRef: { name: "login", key: "header" } } };
  await using scene = await Scene.open({}, { auth, url: "https://u:hunter2@charts.example.com" });
  using api = cluster.api();
  await api.create(`/api/v1/namespaces/${scene.team}/secrets`, {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "login" },
    stringData: { header: "Basic swordfish" },
  });
  const grant = ["grant", "-n", scene.team, "--print-token"];
  const token = (await apprepo(grant, { kubeconfig })).stdout.trim();
  assert.ok(token.length > 100);
  const secrets = ["hunter2", "swordfish", btoa("Basic swordfish"), token, btoa(token)];
  for (const output of ["wide", "json"]) {
    const args = ["doctor", "-v=9", "-o", output, ...scene.where];
    const { stdout, stderr } = await apprepo(args, { kubeconfig });
    assert.match(stderr, /secrets/);
    assert.ok(!stdout.includes("hunter2"));
    for (const secret of secrets.slice(1)) assert.ok(!(stdout + stderr).includes(secret), secret);
  }
});

test("doctor asks little, however many repositories there are", async () => {
  const team = await cluster.namespace("many");
  await cluster.createRepositories(team, 600);
  const where = ["-n", team, "--kubeapps-namespace", team];
  const { stderr } = await apprepo(["doctor", "-v=6", ...where], { kubeconfig });
  const asked = stderr.split("\n").filter((line) => /^(GET|POST) /.test(line));
  const pages = asked.filter((line) => line.includes("continue="));
  assert.ok(asked.length - pages.length <= 12, asked.join("\n"));
  assert.equal(pages.length, 1);
});

// It waits while the others run: Kubeapps may not have seen a repository yet that is younger.
together("doctor finds a CronJob that is deleted, and what it prints mends it", async () => {
  await using scene = await Scene.open();
  await scene.kubectl("delete", "cronjobs", "--all", "-n", scene.kubeapps.namespace);
  assert.deepEqual((await scene.doctor()).ids, []);
  await new Promise((resolve) => setTimeout(resolve, 121_000));
  const { ids, fixes } = await scene.doctor();
  assert.deepEqual(ids, ["ARD406"]);
  for (const command of fixes) await scene.shell(command);
  await eventually(
    "the CronJob",
    async () => (await scene.doctor()).ids.length === 0 ? true : undefined,
  );
});
