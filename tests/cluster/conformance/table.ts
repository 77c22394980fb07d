// Gives each row's kubeconfig to kubectl and to us, and compares.

import assert from "node:assert/strict";
import { run, type RunOptions, type RunResult } from "../support/run.ts";
import type { TestCluster } from "../support/test_cluster.ts";
import { type Observation, observe } from "./observe.ts";
import type { Files, Row } from "./row.ts";
import { openWorld, type World } from "./world.ts";

/** Runs kubectl-apprepo. */
export type Ours = (args: string[], options: RunOptions) => Promise<RunResult>;

/** Registers a test for each row. Call it at the top of a test file, outside the tests. */
export async function testRows(cluster: TestCluster, ours: Ours, rows: Row[]): Promise<void> {
  const world = await openWorld(cluster);
  for (const row of rows) {
    // The world's servers have connections that begin in one test and end in another.
    const unwatched = { sanitizeOps: false, sanitizeResources: false };
    Deno.test(`conformance: ${row.name}`, unwatched, () => testRow(world, ours, row));
  }
}

async function testRow(world: World, ours: Ours, row: Row): Promise<void> {
  const kubectl = await observed(world, row, "kubectl", (args, options) => {
    return run("kubectl", ["get", "apprepositories.kubeapps.com", ...args], options);
  });
  const us = await observed(world, row, "ours", (args, options) => {
    return ours(["refresh", "--dry-run=client", ...args], options);
  });
  const { expect } = row;
  if (expect === "same") {
    assert.ok(kubectl.server, `kubectl did not connect: ${kubectl.stderr}`);
    assert.ok(us.server, `we did not connect: ${us.stderr}`);
    assert.deepEqual(pick(us), pick(kubectl));
  } else if ("error" in expect) {
    assertOutcome("kubectl", kubectl, expect.error);
    assertOutcome("we", us, expect.error);
  } else {
    assertOutcome("kubectl", kubectl, expect.kubectl);
    assertOutcome("we", us, expect.ours);
  }
}

function pick({ server, namespace, user, code }: Observation) {
  return { server, namespace, user, code };
}

function assertOutcome(who: string, seen: Observation, expected: RegExp | "connects"): void {
  if (expected === "connects") {
    assert.ok(seen.server, `${who} did not connect: ${seen.stderr}`);
    return;
  }
  assert.equal(seen.code, 1, `${who}: ${seen.stderr}`);
  assert.match(seen.stderr, expected, `${who}: ${seen.stderr}`);
  assert.doesNotMatch(seen.stderr, /s3cret|^\s+at |panicked/m, `${who}: ${seen.stderr}`);
}

async function observed(
  world: World,
  row: Row,
  program: "kubectl" | "ours",
  start: Ours,
): Promise<Observation> {
  const { cluster } = world;
  const name = `r-${crypto.randomUUID()}`;
  const folder = await Deno.makeTempDir({ dir: cluster.folder });
  await writeFiles(folder, await row.files(world));
  const flags = row.flags?.(world, folder) ?? [];
  const result = await start([name, "-v=6", ...flags], {
    clearEnv: true,
    cwd: folder,
    env: {
      PATH: Deno.env.get("PATH") ?? "",
      HOME: folder,
      KUBECACHEDIR: `${cluster.folder}/kubectl-cache`,
      KUBECONFIG: `${folder}/config`,
      ...row.env?.(world, folder),
    },
  });
  row.alsoHolds?.(world, folder, program);
  return await observe(cluster, name, result);
}

async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = `${folder}/${name}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(path, bytes, { mode: name.endsWith(".sh") ? 0o755 : 0o600 });
  }
}
