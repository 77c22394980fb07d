/**
 * Runs the checks and tests that its words name (`unit`, `fuzz`, `cluster`, `binary`), all of them without
 * words, and ends with the line `N passed, N failed`.
 */

import { build } from "./build/binary.ts";
import { requireKubectl } from "./require_kubectl.ts";
import { startSharedCluster } from "./shared_cluster.ts";
import { installTriedWith } from "./tried_with.ts";

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const root = new URL("..", import.meta.url).pathname;
const suites: Readonly<Record<string, (total: Count) => Promise<void>>> = {
  static: checkStatically,
  unit: (total) => denoTest(total, "tests/unit", {}),
  fuzz: (total) => denoTest(total, "tests/fuzz", {}),
  cluster: (total) => withCluster((env) => denoTest(total, "tests/cluster", env)),
  binary: (total) =>
    withCluster(async (env) => {
      const binary = await build();
      await denoTest(total, "tests/binary", { ...env, APPREPO_BINARY: binary });
    }),
};

async function main(words: readonly string[]): Promise<number> {
  const unknown = words.find((word) => !Object.hasOwn(suites, word));
  if (unknown !== undefined) {
    console.error(`${unknown} is none of: ${Object.keys(suites).join(", ")}`);
    return 1;
  }
  const missing = await installTriedWith();
  if (missing.length > 0) {
    console.log(`Skipped is what is tried with: ${missing.join(", ")}, which is not there`);
  }
  const total: Count = { passed: 0, failed: 0, skipped: 0 };
  for (const name of words.length > 0 ? words : Object.keys(suites)) {
    console.log(`\n== ${name}`);
    try {
      await suites[name]!(total);
    } catch (error) {
      total.failed++;
      console.error(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  await stopCluster();
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 ? 0 : 1;
}

async function checkStatically(total: Count): Promise<void> {
  const checks = [["fmt", "--check"], ["lint"], [
    "check",
    "main.ts",
    "src",
    "tests",
    "tools",
    "testcluster",
  ]];
  for (const args of checks) {
    const { code } = await deno(args, {});
    if (code === 0) total.passed++;
    else total.failed++;
    console.log(`deno ${args[0]}: ${code === 0 ? "ok" : "FAILED"}`);
  }
}

async function denoTest(total: Count, folder: string, env: Record<string, string>): Promise<void> {
  const args = ["test", "--allow-all", "--no-check", "--parallel", folder];
  const { code, text } = await deno(args, env);
  const summary =
    /\| (\d+) passed(?: \([^)]*\))? \| (\d+) failed(?: \([^)]*\))?(?: \| (\d+) ignored)?/;
  const [, passed, failed, skipped] = summary.exec(text) ?? [];
  if (passed === undefined) throw new Error(`deno test ${folder} ended without a summary`);
  total.passed += Number(passed);
  total.failed += Number(failed);
  total.skipped += Number(skipped ?? 0);
  // An error outside of any test, or a crash, is a failure that the summary does not count.
  if (code !== 0 && Number(failed) === 0) total.failed++;
}

/** Runs Deno, showing its output as it comes; its text comes back too. */
async function deno(
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number; text: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: root,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const texts = await Promise.all([
    show(child.stdout, Deno.stdout),
    show(child.stderr, Deno.stderr),
  ]);
  return { code: (await child.status).code, text: texts.join("") };
}

async function show(
  stream: ReadableStream<Uint8Array>,
  out: { writeSync(bytes: Uint8Array): number },
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    out.writeSync(chunk);
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

let cluster: Awaited<ReturnType<typeof startSharedCluster>> | undefined;

/** One control plane serves the whole run. */
async function withCluster(
  use: (env: Record<string, string>) => Promise<void>,
): Promise<void> {
  await requireKubectl();
  cluster ??= await startSharedCluster();
  await use({ APPREPO_TESTCLUSTER: cluster.descriptionFile });
}

async function stopCluster(): Promise<void> {
  await cluster?.stop();
}

Deno.exit(await main(Deno.args));
