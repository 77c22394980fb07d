import assert from "node:assert/strict";
import { load } from "js-yaml";
import { TARGETS } from "../../../tools/build/targets.ts";
import denoJson from "../../../deno.json" with { type: "json" };

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly uses?: string;
  readonly needs?: string | readonly string[];
  readonly strategy?: { readonly matrix: { readonly include?: readonly { target?: string }[] } };
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly jobs: Record<string, Job>;
}

for (const name of ["ci.yml", "release.yml"]) {
  Deno.test(`${name} calls tasks that there are`, async () => {
    const scripts = (await steps(name)).map(({ run }) => run ?? "").join("\n");
    const called = [...scripts.matchAll(/deno task ([\w:]+)/g)].map(([, task]) => task!);
    assert.ok(called.length > 0);
    for (const task of called) assert.ok(task in denoJson.tasks, `there is no task ${task}`);
  });

  Deno.test(`${name} pins its actions to versions`, async () => {
    const actions = (await steps(name)).flatMap(({ uses }) => uses ?? []);
    assert.ok(actions.length > 0);
    for (const action of actions) assert.match(action, /^[\w-]+\/[\w-]+@v\d+(\.\d+\.\d+)?$/);
  });
}

Deno.test("release.yml publishes what plugin.yaml names, once every target has run", async () => {
  const { build, try: tried, publish } = await jobs("release.yml");
  const runs = build!.steps!.map(({ run }) => run ?? "");
  assert.ok(runs.some((run) => /deno task release --tag \S+ --check$/.test(run)));
  const targets = tried!.strategy!.matrix.include!.map(({ target }) => target);
  assert.deepEqual(targets, TARGETS.map(({ name }) => name));
  assert.deepEqual(publish!.needs, ["test", "try"]);
});

async function steps(name: string): Promise<Step[]> {
  return Object.values(await jobs(name)).flatMap((job) => job.steps ?? []);
}

async function jobs(name: string): Promise<Workflow["jobs"]> {
  const url = new URL(`../../../.github/workflows/${name}`, import.meta.url);
  return (load(await Deno.readTextFile(url)) as Workflow).jobs;
}
