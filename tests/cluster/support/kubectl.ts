import { run, type RunOptions, type RunResult } from "./run.ts";

export interface KubectlOptions extends RunOptions {
  /** Path of a kubeconfig. Default: the admin's. */
  kubeconfig?: string;
}

/** Runs the kubectl in PATH, its caches in `folder` instead of the user's home. */
export function kubectl(
  args: string[],
  folder: string,
  kubeconfig: string,
  options: RunOptions = {},
): Promise<RunResult> {
  // By variable and not by flag: kubectl takes no flags before the name of a plugin.
  const env = { KUBECONFIG: kubeconfig, KUBECACHEDIR: `${folder}/kubectl-cache`, ...options.env };
  return run("kubectl", args, { ...options, env });
}
