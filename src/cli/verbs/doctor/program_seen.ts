import { buildInfo } from "../../../about.ts";
import type { ContextSeen, ProgramSeen } from "../../../apprepo/doctor/seen.ts";
import type { Host } from "../../../host.ts";
import { loadKubeconfig } from "../../../kube/kubeconfig/kubeconfig_files.ts";
import { findCompleter } from "../../completion/completer.ts";
import type { ConnectionValues } from "../../flags/connection_flags.ts";
import { programPaths } from "../../program_paths.ts";

/** What this machine has of the plugin and its configuration. */
export async function programSeen(
  host: Host,
  values: Pick<ConnectionValues, "context" | "kubeconfig">,
): Promise<ProgramSeen> {
  return {
    version: buildInfo().version,
    paths: await programPaths(host),
    completer: await findCompleter(host),
    contexts: await contextsOf(host, values),
  };
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
