// What the programs of this version of Kubernetes call their flags and controllers, by their --help.

import type { Binaries } from "./binaries.ts";

/** What differs between the versions that can be run. */
export interface VersionFlags {
  /** Whether kube-apiserver can be told how long watches may drain: from 1.27. */
  drainsWatches: boolean;
  /** The controller that evicts Pods where there are no nodes; it got its long name in 1.28. */
  nodeLifecycleController: string;
}

/** What a test wants otherwise, such as a feature gate. */
export interface MoreFlags {
  /** A node, too, on which Pods run; where there are no programs for it, there is none. */
  readonly nodes?: boolean;
  readonly apiServer?: readonly string[];
  readonly controllerManager?: readonly string[];
}

/** Whether this version of the program has a feature that can be switched, and is none of all servers. */
export async function hasFeatureGate(program: string, name: string): Promise<boolean> {
  return (await help(program)).includes(`${name}=true|false`);
}

export async function versionFlags(binaries: Binaries): Promise<VersionFlags> {
  const [apiServer, controllerManager] = await Promise.all([
    help(binaries.apiServer),
    help(binaries.controllerManager),
  ]);
  return {
    drainsWatches: apiServer.includes("--shutdown-watch-termination-grace-period"),
    nodeLifecycleController: controllerManager.includes("node-lifecycle-controller")
      ? "node-lifecycle-controller"
      : "nodelifecycle",
  };
}

async function help(program: string): Promise<string> {
  const { stdout } = await new Deno.Command(program, { args: ["--help"], stderr: "null" }).output();
  return new TextDecoder().decode(stdout);
}
