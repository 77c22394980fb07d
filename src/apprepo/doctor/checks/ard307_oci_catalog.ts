import type { Check } from "../check.ts";
import { eachSynced, nameOf, refOf } from "../each_repository.ts";
import type { RepositorySeen } from "../seen.ts";

export const ociCatalog: Check = {
  id: "ARD307",
  category: "kubeapps",
  title: "OCI repositories say which charts they have",
  examine: eachSynced((one) => {
    if (!isCatalogFault(one)) return undefined;
    const { name, namespace } = one.key;
    return {
      severity: "error",
      title: `${nameOf(one)} does not say which charts it has, and nothing else can tell`,
      objects: [refOf(one)],
      seen: [one.end?.message ?? "", "spec.ociRepositories is empty"],
      why:
        "OCI registries have no list of charts; Kubeapps' oci-catalog, which knows some of them, is not installed",
      fix: [{
        command:
          `kubectl patch apprepository ${name} -n ${namespace} --type=merge -p '{"spec":{"ociRepositories":["CHART"]}}'`,
        note:
          "CHART is a chart's name in the registry; or set ociCatalog.enabled in Kubeapps' chart",
      }],
    };
  }),
};

/** Whether a sync failed because nobody told it what to sync. */
export function isCatalogFault({ repository: { spec = {} }, end }: RepositorySeen): boolean {
  const { type, ociRepositories } = spec as { type?: string; ociRepositories?: unknown[] };
  return type === "oci" && !ociRepositories?.length &&
    /VAC index not available|OCI-Catalog client is nil/i.test(end?.message ?? "");
}
