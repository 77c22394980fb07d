import assert from "node:assert/strict";
import { load } from "js-yaml";
import { TARGETS } from "../../../tools/build/targets.ts";
import { packages } from "../../../tools/tried_with.ts";
import denoJson from "../../../deno.json" with { type: "json" };

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Record<string, unknown>;
}

interface Job {
  readonly uses?: string;
  readonly needs?: string | readonly string[];
  readonly strategy?: { readonly matrix: { readonly include?: readonly { target?: string }[] } };
  readonly steps?: readonly Step[];
  readonly permissions?: Record<string, string>;
}

interface Workflow {
  readonly permissions: Record<string, string>;
  readonly jobs: Record<string, Job>;
}

const names = ["ci.yml", "release.yml", "scorecard.yml"];

for (const name of names) {
  Deno.test(`${name} calls tasks that there are`, async () => {
    const scripts = (await steps(name)).map(({ run }) => run ?? "").join("\n");
    const called = [...scripts.matchAll(/deno task ([\w:]+)/g)].map(([, task]) => task!);
    for (const task of called) assert.ok(task in denoJson.tasks, `there is no task ${task}`);
  });

  Deno.test(`${name} pins its actions to commits, and says of which version each is`, async () => {
    const lines = (await text(name)).split("\n").filter((line) => /^ *(- )?uses: /.test(line));
    const others = lines.filter((line) => !line.includes("uses: ./"));
    assert.ok(others.length > 0);
    for (const line of others) {
      assert.match(line, /uses: [\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  Deno.test(`${name} gives its jobs what they need, each by itself`, async () => {
    const { permissions, jobs } = await workflow(name);
    const all = Object.entries(permissions);
    assert.deepEqual(all, all.filter(([right, how]) => right === "contents" && how === "read"));
    for (const [job, { steps = [], permissions }] of Object.entries(jobs)) {
      const writes = Object.values(permissions ?? {}).includes("write");
      const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
      // Only who pushes keeps the token on disk.
      const pushes = steps.some(({ run }) => run?.includes("publish.sh"));
      for (const { with: given } of checkouts) {
        assert.equal(given?.["persist-credentials"] ?? true, pushes, `${name} ${job}`);
      }
      assert.ok(!writes || name !== "ci.yml", `${name} ${job} writes`);
    }
  });
}

Deno.test("ci.yml has Go wherever tests build helm and the like", async () => {
  for (const [name, { steps = [] }] of Object.entries(await jobs("ci.yml"))) {
    const tests = steps.some(({ run }) => /tools\/test\.ts|\.ci\/run/.test(run ?? ""));
    const hasGo = steps.some(({ uses }) => uses?.startsWith("actions/setup-go@"));
    assert.equal(hasGo, tests, name);
  }
});

Deno.test("ci.yml installs what tests try things with", async () => {
  const { test } = await jobs("ci.yml");
  const runs = test!.steps!.map(({ run }) => run ?? "").join("\n");
  const [, installed = ""] = /apt-get install -y --no-install-recommends (.*)$/m.exec(runs) ?? [];
  // Its runners have bash.
  const wanted = Object.values(packages).filter((name) => name !== "bash");
  assert.deepEqual(installed.split(" "), wanted);
});

Deno.test("release.yml lets nothing leave before it is tested, and publishes once every target has run", async () => {
  const { check, image, build, try: tried, publish } = await jobs("release.yml");
  const [checks, builds, publishes] = [check, build, publish].map((job) =>
    job!.steps!.map(({ run }) => run ?? "").join("\n")
  );
  assert.match(checks!, /deno task release --tag \S+ --check$/m);
  assert.match(builds!, /deno task release --tag \S+ --image \S/);
  assert.match(publishes!, /\.github\/scripts\/publish\.sh "\$GITHUB_REF_NAME" release/);
  for (const { steps = [] } of [check!, image!]) {
    const refuses = steps.some(({ run }) => run?.includes("refuse_published.sh"));
    assert.ok(refuses, "what is published could be made anew");
  }
  const needs = [image, build, tried, publish].map((job) => job!.needs);
  assert.deepEqual(needs, [["test", "check"], "image", "build", "try"]);
  const targets = tried!.strategy!.matrix.include!.map(({ target }) => target);
  assert.deepEqual(targets, TARGETS.map(({ name }) => name));
});

Deno.test("release.yml signs and attests image and chart by their digests, and the checksums of the files", async () => {
  const { image, publish } = await jobs("release.yml");
  const runs = [...image!.steps!, ...publish!.steps!].map(({ run }) => run ?? "").join("\n");
  assert.match(runs, /cosign sign --yes "ghcr\.io\/\S+ github\.repository }}@/);
  assert.match(runs, /cosign sign --yes "ghcr\.io\/\S+ github\.repository_owner }}\/charts\/\S+@/);
  assert.match(
    runs,
    /cosign sign-blob --yes --bundle checksums\.txt\.sigstore\.json checksums\.txt/,
  );
  const subjects = [...image!.steps!, ...publish!.steps!]
    .filter(({ uses }) => uses?.startsWith("actions/attest@")).map((step) => step.with);
  assert.equal(subjects[0]!["subject-digest"], "${{ steps.push.outputs.digest }}");
  assert.equal(subjects[1]!["subject-checksums"], "release/checksums.txt");
  assert.equal(subjects[2]!["subject-digest"], "${{ steps.chart.outputs.digest }}");
});

async function steps(name: string): Promise<Step[]> {
  return Object.values(await jobs(name)).flatMap((job) => job.steps ?? []);
}

async function jobs(name: string): Promise<Workflow["jobs"]> {
  return (await workflow(name)).jobs;
}

async function workflow(name: string): Promise<Workflow> {
  return load(await text(name)) as Workflow;
}

async function text(name: string): Promise<string> {
  return await Deno.readTextFile(new URL(`../../../.github/workflows/${name}`, import.meta.url));
}
