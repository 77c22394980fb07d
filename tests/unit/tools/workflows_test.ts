import assert from "node:assert/strict";
import { load } from "js-yaml";
import denoJson from "../../../deno.json" with { type: "json" };

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Workflow {
  readonly jobs: Record<string, { readonly uses?: string; readonly steps?: readonly Step[] }>;
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

async function steps(name: string): Promise<Step[]> {
  const url = new URL(`../../../.github/workflows/${name}`, import.meta.url);
  const workflow = load(await Deno.readTextFile(url)) as Workflow;
  return Object.values(workflow.jobs).flatMap((job) => job.steps ?? []);
}
