// Every way in which a sync that is waited for can end, or not.

import assert from "node:assert/strict";
import { testCluster } from "../../cluster/support/cluster.ts";
import { allowNoPods } from "../../cluster/support/no_pods.ts";
import {
  Kubeapps,
  type KubeappsOptions,
  type Sync,
} from "../../cluster/support/kubeapps/kubeapps.ts";
import { together } from "../../cluster/support/together.ts";
import { apprepo } from "../support/apprepo.ts";

const cluster = await testCluster();
const klog = (text: string, level = "I") => `${level}1122 22:00:00.1       1 sync.go:174] ${text}`;
const updated = klog("Successfully added the package repository one to database");

interface Row {
  readonly name: string;
  readonly sync: Sync;
  readonly kubeapps?: KubeappsOptions;
  readonly spec?: Record<string, unknown>;
  readonly flags?: readonly string[];
  readonly repository?: string;
  /** Between the first sync and the refresh. */
  readonly before?: (kubeapps: Kubeapps, namespace: string) => Promise<unknown>;
  readonly code: 0 | 1;
  /** Of the last line on stdout, after the repository's name. */
  readonly outcome: RegExp;
  readonly stderr?: RegExp;
}

const rows: readonly Row[] = [
  { name: "synced", sync: { log: [updated] }, code: 0, outcome: /^synced \(\d+s\)$/ },
  {
    name: "synced, as 2.1 says it",
    sync: {
      log: ['time="x" level=info msg="Successfully added the chart repository one to database"'],
    },
    code: 0,
    outcome: /^synced \(\d+s\)$/,
  },
  {
    name: "unchanged, as 2.8 says it",
    sync: { log: ["Skipping repository since there are no updates"] },
    code: 0,
    outcome: /^unchanged \(\d+s\)$/,
  },
  {
    name: "unchanged, of which 2.9 says nothing",
    sync: { log: [" "] },
    code: 0,
    outcome: /^unchanged /,
  },
  {
    name: "charts failed",
    sync: {
      log: [
        klog('There were errors syncing chart "a": [x]'),
        klog('There were errors syncing chart "b": [x]'),
        updated,
      ],
    },
    code: 1,
    outcome: /^partly synced \(2 charts failed\)$/,
    stderr: /error: \S+\/one: the sync left something out: 2 charts failed\n {2}.*"a".*\n/,
  },
  {
    name: "tags that could not be listed",
    sync: { log: [klog("unable to list tags: 429", "E"), updated] },
    code: 1,
    outcome: /^partly synced \(unable to list tags: 429\)$/,
  },
  {
    name: "a crash loop",
    sync: {
      outcome: "crash",
      backoff: "1s",
      log: [
        "Error: error: GET request to [https://u:s3cret@h/index.yaml] failed due to status [401]",
      ],
    },
    kubeapps: { backoffLimit: 1 },
    code: 1,
    outcome: /^failed \(\d+s\)$/,
    stderr:
      /one: CrashLoopBackOff: .*\[401\]\n[^]*error: \S+\/one: the sync failed: .*https:\/\/u:\*\*\*@h\/index.yaml\] failed due to status \[401\]\n[^]*The rest of its log is gone with its Pod\./,
  },
  {
    name: "a Pod that fails for good",
    sync: { outcome: "fail", log: ["error: no such host"] },
    kubeapps: { backoffLimit: 0 },
    code: 1,
    outcome: /^failed \(\d+s\)$/,
    stderr: /the sync failed: no such host\n/,
  },
  {
    name: "a deadline",
    sync: { outcome: "hang" },
    spec: { activeDeadlineSeconds: 2 },
    code: 1,
    outcome: /^failed \(\d+s\)$/,
    stderr: /the sync failed: Job was active longer than specified deadline/,
  },
  {
    name: "no end",
    sync: { outcome: "hang", log: ["working"] },
    flags: ["--timeout=10s"],
    code: 1,
    outcome: /^timed out \(10s\)$/,
    stderr: /error: timed out after 10s: \S+\/one: sync Job kubeapps\S+ is running/,
  },
  {
    name: "no image",
    sync: { outcome: "image" },
    flags: ["--timeout=20s"],
    code: 1,
    outcome: /^timed out /,
    stderr: /one: ImagePullBackOff: Back-off pulling image/,
  },
  {
    name: "no image, and no patience",
    sync: { outcome: "image" },
    flags: ["--fail-fast"],
    code: 1,
    outcome: /^failed /,
    stderr: /the sync failed: Back-off pulling image/,
  },
  {
    name: "a quota",
    sync: {},
    flags: ["--timeout=20s"],
    before: (kubeapps) => allowNoPods(cluster, kubeapps.namespace),
    code: 1,
    outcome: /^timed out /,
    stderr: /one: FailedCreate: .*exceeded quota/,
  },
  {
    name: "a name that Kubeapps never syncs",
    sync: {},
    repository: "r".repeat(64),
    code: 1,
    outcome: /^not started /,
    stderr: /no sync will start: its name has over 63 characters/,
  },
  {
    name: "no controller",
    sync: {},
    before: async (kubeapps) => {
      await kubeapps.controller.stop();
      await kubeapps.scale(0);
    },
    code: 1,
    outcome: /^not started \([1-9]\d+s\)$/,
    stderr: /no sync will start: Kubeapps' controller does not run: 0 of 0 replicas/,
  },
  {
    name: "labels that only the Pods have",
    sync: {},
    kubeapps: { customAnnotations: true },
    code: 0,
    outcome: /^synced /,
  },
];

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

/** Those that wait out their time do so at once; the others come one after the other. */
for (const row of rows) {
  const isLong = row.flags?.some((flag) => flag.startsWith("--timeout="));
  (isLong ? together : test)(`refresh --wait: ${row.name}`, async () => {
    await using kubeapps = await Kubeapps.start(cluster, row.kubeapps);
    const team = await cluster.namespace("team");
    const name = row.repository ?? "one";
    await kubeapps.createRepository(team, name, row.sync, row.spec);
    if (name.length < 64) await firstJob(kubeapps);
    await row.before?.(kubeapps, team);
    const where = ["-n", team, `--kubeapps-namespace=${kubeapps.namespace}`];
    const { code, stdout, stderr } = await apprepo(
      ["refresh", name, "--wait", ...where, ...row.flags ?? []],
      { kubeconfig: cluster.adminKubeconfig },
    );
    const prefix = `apprepository.kubeapps.com/${name} `;
    const [refreshed, last = ""] = stdout.split("\n");
    assert.equal(refreshed, `${prefix}refreshed`, stderr);
    assert.ok(last.startsWith(prefix), stdout + stderr);
    assert.match(last.slice(prefix.length), row.outcome, stderr);
    if (row.stderr) assert.match(stderr, row.stderr);
    assert.equal(code, row.code, stderr);
    assert.doesNotMatch(stdout + stderr, /s3cret/);
  });
}

/** The one that is made for a new repository, so that it can be told from that of the refresh. */
async function firstJob({ namespace }: Kubeapps): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const { stdout } = await cluster.kubectl(["get", "jobs", "-n", namespace, "-o", "name"]);
    if (stdout !== "") return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("no first Job came");
}
