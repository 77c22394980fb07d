import type { Host } from "../../host.ts";
import { loadKubeconfig } from "../../kube/kubeconfig/kubeconfig_files.ts";
import type { Candidate, KubeconfigNames } from "./offer.ts";

/**
 * The names of the kubeconfig's entries, in the order of the alphabet.
 * @param path of `--kubeconfig`
 * @throws {ConfigError}
 */
export async function kubeconfigNames(
  host: Host,
  what: KubeconfigNames,
  path: string | undefined,
): Promise<Candidate[]> {
  const { currentContext, ...entries } = await loadKubeconfig(host, path);
  return [...entries[what].keys()].sort().map((value) => ({
    value,
    description: what === "contexts" && value === currentContext ? "the current one" : undefined,
  }));
}
