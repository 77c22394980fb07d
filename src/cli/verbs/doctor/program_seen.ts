import { BINARY_NAME, buildInfo } from "../../../about.ts";
import type { ContextSeen, ProgramSeen } from "../../../apprepo/doctor/seen.ts";
import type { Host } from "../../../host.ts";
import { loadKubeconfig } from "../../../kube/kubeconfig/kubeconfig_files.ts";
import { findCompleter } from "../../completion/completer.ts";
import type { ConnectionValues } from "../../flags/connection_flags.ts";

/** What this machine has of the plugin and its configuration. */
export async function programSeen(
  host: Host,
  values: Pick<ConnectionValues, "context" | "kubeconfig">,
): Promise<ProgramSeen> {
  return {
    version: buildInfo().version,
    paths: await pathsOf(host),
    completer: await findCompleter(host),
    contexts: await contextsOf(host, values),
  };
}

/** Where a shell finds the plugin: kubectl runs the first, and the others are stale one day. */
async function pathsOf({ env, platform, folders }: Host): Promise<string[]> {
  const isWindows = platform.os === "windows";
  const name = isWindows ? `${BINARY_NAME}.exe` : BINARY_NAME;
  const paths: string[] = [];
  const all = (env.get("PATH") ?? "").split(isWindows ? ";" : ":").filter((one) => one !== "");
  for (const folder of new Set(all)) {
    const path = `${folder}${isWindows ? "\\" : "/"}${name}`;
    if ((await folders.list(folder)).includes(name)) paths.push(path);
  }
  return paths;
}

/** Of several kubeconfigs, those that have the current context. */
async function contextsOf(
  host: Host,
  { context, kubeconfig }: Pick<ConnectionValues, "context" | "kubeconfig">,
): Promise<ContextSeen[]> {
  const merged = await loadKubeconfig(host, kubeconfig);
  const name = context ?? merged.currentContext;
  if (name === undefined || merged.sources.length < 2) return [];
  const found: ContextSeen[] = [];
  for (const path of merged.sources) {
    const one = (await loadKubeconfig(host, path)).contexts.get(name);
    if (one) {
      const { cluster, user, namespace } = one;
      found.push({ path, name, cluster, user, namespace });
    }
  }
  return found;
}
