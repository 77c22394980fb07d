import { run, type RunOptions, type RunResult } from "../support/run.ts";
import { newestDeno } from "./newest_deno.ts";

const main = new URL("../../../main.ts", import.meta.url).pathname;
const cache = Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`;
const deno = await newestDeno();

/** kubectl-apprepo, from source, on the newest Deno; the compiled binary has the pinned one. */
export function fromSource(args: string[], options: RunOptions): Promise<RunResult> {
  const env = { ...options.env, DENO_DIR: cache, DENO_NO_UPDATE_CHECK: "1" };
  return run(deno, ["run", "--allow-all", "--no-check", main, ...args], { ...options, env });
}
