// Runs many cases in processes of their own, since some could crash or hang the process they are in.

import { TextLineStream } from "./text_lines.ts";

export interface Failure {
  readonly index: number;
  readonly wrong: string;
  /** Whatever else is known of it. */
  readonly [field: string]: unknown;
}

const program = new URL("child.ts", import.meta.url).pathname;
/** Cases a process: connections stay open until it ends. */
const batch = 500;
/** Milliseconds without a sign of life. */
const hang = 30_000;

/**
 * @param kind one of case_makers.ts
 * @param progress is told how many cases are done
 * @returns what went wrong
 */
export async function fuzz(
  kind: string,
  seed: number,
  runs: number,
  progress: (done: number) => void = () => {},
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (let next = 0; next < runs;) {
    progress(next);
    const reached = await runBatch(kind, seed, next, Math.min(runs, next + batch), failures);
    next = reached + 1;
  }
  return failures;
}

/** @returns the last case that was run */
async function runBatch(
  kind: string,
  seed: number,
  from: number,
  to: number,
  failures: Failure[],
): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-check",
      "--no-prompt",
      "--quiet",
      "--allow-read",
      "--allow-env",
      "--allow-sys",
      // Whatever address a fuzzer makes up: nothing leaves this machine.
      "--allow-net=127.0.0.1,localhost",
      program,
      kind,
      ...[seed, from, to].map(String),
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  let index = from - 1;
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hung = false;
  function alive(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      hung = true;
      child.kill("SIGKILL");
    }, hang);
  }
  alive();
  for await (const line of child.stdout.pipeThrough(new TextLineStream())) {
    alive();
    if (line === "end") isOver = true;
    else if (line.startsWith("{")) failures.push(JSON.parse(line));
    else index = Number(line);
  }
  clearTimeout(timer);
  const { code } = await child.status;
  const crash = await stderr;
  if (isOver) return to - 1;
  if (index < from) throw new Error(`the fuzzer does not start: ${crash}`);
  const wrong = hung ? `it hung for ${hang} ms` : `it crashed the process, with code ${code}`;
  failures.push({ index, wrong, stderr: crash.slice(0, 2_000) });
  return index;
}
