// Some of the fuzzer's kubeconfigs (tests/fuzz) through the compiled binary, where a crash of the
// runtime would show. APPREPO_FUZZ_SEED repeats a run.

import assert from "node:assert/strict";
import { run, type RunResult } from "../cluster/support/run.ts";
import type { FuzzCase } from "../fuzz/fuzz_case.ts";
import { kubeconfigCase } from "../fuzz/kubeconfig_case.ts";
import { Random } from "../fuzz/random.ts";
import { startServers } from "../fuzz/servers.ts";
import { fault } from "../fuzz/verdict.ts";
import { binary } from "./support/apprepo.ts";

const seed = Number(Deno.env.get("APPREPO_FUZZ_SEED") ?? Date.now() % 1_000_000);
const runs = 60;
const closedProxy = "http://127.0.0.1:1";

const servers = startServers();

Deno.test({
  name: `refresh, compiled, ends in one clear line with ${runs} odd kubeconfigs, seed ${seed}`,
  // The servers stay until the process ends.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const waiting = Array(runs).keys();
    // Many of them wait for a time-out.
    const workers = Array.from({ length: 4 }, async () => {
      for (const index of waiting) await check(index);
    });
    await Promise.all(workers);
  },
});

async function check(index: number): Promise<void> {
  const fuzzCase = kubeconfigCase(new Random(seed, index), servers);
  // A proxy of the kubeconfig's own, mutated, beats the environment's.
  if (Object.values(fuzzCase.files).some((text) => text.includes("proxy-url"))) return;
  const folder = await Deno.makeTempDir({ prefix: "apprepo-fuzz-" });
  try {
    const result = await start(fuzzCase, folder);
    const seen = `case ${index} of seed ${seed}: ${JSON.stringify([fuzzCase, result])}`;
    assert.deepEqual([result.signal, fault(result, fuzzCase.mostLines)], [null, undefined], seen);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function start(fuzzCase: FuzzCase, folder: string): Promise<RunResult> {
  const { files, kubeconfig, words, pluginOutput } = fuzzCase;
  await Deno.mkdir(`${folder}/home/user/.kube`, { recursive: true });
  for (const [path, text] of Object.entries(files)) await Deno.writeTextFile(folder + path, text);
  // The exec plugin that most kubeconfigs with one name.
  await Deno.writeTextFile(`${folder}/login`, '#!/bin/sh\nexec cat "$0.json"\n', { mode: 0o700 });
  await Deno.writeTextFile(`${folder}/login.json`, pluginOutput);
  // No argument can hold a NUL.
  return await run(binary, words.map((word) => word.replaceAll("\0", "")), {
    clearEnv: true,
    env: {
      KUBECONFIG: kubeconfig.replaceAll("/home/", `${folder}/home/`),
      HOME: `${folder}/home/user`,
      PATH: `${folder}:/usr/bin:/bin`,
      // A mutated address may be a real one somewhere: what is not loopback ends at a closed port.
      HTTP_PROXY: closedProxy,
      HTTPS_PROXY: closedProxy,
    },
    cwd: folder,
  });
}
