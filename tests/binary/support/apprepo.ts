// Runs the compiled plugin.

import { build } from "../../../tools/build/binary.ts";
import { run, type RunOptions, type RunResult } from "../../cluster/support/run.ts";

/** The compiled binary: the one that the test run built, or one built now. */
export const binary: string = Deno.env.get("APPREPO_BINARY") ?? await build();

export interface ApprepoOptions extends RunOptions {
  kubeconfig: string;
}

/** Runs it with nothing of the user's environment but the kubeconfig. */
export function apprepo(
  args: readonly string[],
  { kubeconfig, env, ...options }: ApprepoOptions,
): Promise<RunResult> {
  const home = `${kubeconfig}.home`;
  return run(binary, [...args], {
    ...options,
    clearEnv: true,
    env: { KUBECONFIG: kubeconfig, HOME: home, PATH: Deno.env.get("PATH") ?? "", ...env },
  });
}
