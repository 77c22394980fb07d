// Runs the plugin, and speaks with the tokens that it grants.

import assert from "node:assert/strict";
import { Api, ApiError } from "../../../testcluster/api.ts";
import { run, type RunOptions, type RunResult } from "../support/run.ts";
import type { TestCluster } from "../support/test_cluster.ts";

const MAIN = new URL("../../../main.ts", import.meta.url).pathname;

export interface PluginOptions extends RunOptions {
  /** Default: the admin's. */
  kubeconfig?: string;
}

export function plugin(
  cluster: TestCluster,
  args: string[],
  { kubeconfig = cluster.adminKubeconfig, ...options }: PluginOptions = {},
): Promise<RunResult> {
  const words = ["run", "--quiet", "--no-check", "--allow-all", MAIN, ...args];
  const env = { KUBECONFIG: kubeconfig, ...options.env };
  return run(Deno.execPath(), words, { ...options, env });
}

/** Runs it and fails the test unless it succeeds. @returns its stdout */
export async function succeed(
  cluster: TestCluster,
  args: string[],
  options?: PluginOptions,
): Promise<string> {
  const { code, stdout, stderr } = await plugin(cluster, args, options);
  if (code !== 0) throw new Error(`${args.join(" ")}: exit code ${code}\n${stdout}${stderr}`);
  return stdout;
}

/** A client that has the token and nothing else; dispose of it. */
export function holder(cluster: TestCluster, token: string): Api {
  return new Api({ server: cluster.server, ca: cluster.authority.certificate, token });
}

/** @returns the code of the answer and, where it is a refusal, its text */
export async function attempt(work: Promise<unknown>): Promise<{ code: number; text: string }> {
  try {
    await work;
    return { code: 200, text: "" };
  } catch (error) {
    if (error instanceof ApiError) return { code: error.code, text: error.message };
    throw error;
  }
}

/** Tries until the predicate holds, for a minute at most. @returns whether it did */
export async function eventually(predicate: () => Promise<boolean>): Promise<boolean> {
  const until = Date.now() + 60_000;
  while (!await predicate()) {
    if (Date.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return true;
}

/** API servers learn of a new binding a moment later. */
export async function assertMayGet(holder: Api, path: string): Promise<void> {
  const may = await eventually(async () => (await attempt(holder.get(path))).code === 200);
  assert.ok(may, `no right to get ${path}`);
}
