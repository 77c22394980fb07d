// The code is ready for the pinned Deno to move: it is right in its types there, and its unit tests pass.

import assert from "node:assert/strict";
import { newestDeno } from "./conformance/newest_deno.ts";
import { run } from "./support/run.ts";

const cwd = new URL("../..", import.meta.url).pathname;
const env = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
const deno = await newestDeno();

const tasks: readonly (readonly [name: string, words: readonly string[]])[] = [
  ["checks all types", ["check", "--quiet", "main.ts", "src", "tests", "tools", "testcluster"]],
  ["passes the unit tests", ["test", "--allow-all", "--no-check", "--quiet", "tests/unit"]],
];
for (const [name, words] of tasks) {
  Deno.test(`the newest Deno ${name}`, async () => {
    const { code, stdout, stderr } = await run(deno, [...words], { cwd, env, timeout: 600_000 });
    assert.equal(code, 0, stdout.slice(-4_000) + stderr.slice(-4_000));
  });
}
