import type { Check } from "../check.ts";
import { type Finding, found, skipped } from "../verdict.ts";
import { examined } from "../looked.ts";
import type { Release } from "../../kubeapps/releases.ts";

export const kubeappsVersion: Check = {
  id: "ARD302",
  category: "kubeapps",
  title: "Kubeapps' version is one that was tried",
  examine({ releases }) {
    return examined(releases, (all) => {
      if (all.length === 0) return skipped("ARD301: no Kubeapps was found");
      return found(all.map(untried));
    });
  },
};

function untried({ namespace, version }: Release): Finding | undefined {
  const [major = 0, minor = 0] = version?.split(".").map(Number) ?? [];
  if (version !== undefined && ((major === 2 && minor >= 1) || (major === 3 && minor === 0))) {
    return undefined;
  }
  return {
    severity: "warning",
    title: version === undefined
      ? `The version of Kubeapps in ${namespace} is unknown`
      : `Kubeapps ${version} in ${namespace} is none that this program was tried with`,
    objects: [{ kind: "Namespace", name: namespace }],
    seen: [
      version === undefined
        ? "neither the label app.kubernetes.io/version nor an image's tag tells it"
        : `its Deployments say ${version}; 2.1 to 2.12 and SAP's 3.0 are known`,
    ],
    why: version !== undefined && major < 3
      ? "before 2.1 there was no counter that asks for a sync"
      : "names of Jobs and texts of logs may have changed",
    fix: [{ note: "SAP's fork is the one that is kept up: oci://ghcr.io/sap/kubeapps/kubeapps" }],
  };
}
