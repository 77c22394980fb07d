import type { Check } from "../check.ts";
import { found, skipped } from "../verdict.ts";
import { examined } from "../looked.ts";

export const oneKubeapps: Check = {
  id: "ARD308",
  category: "kubeapps",
  title: "one Kubeapps looks after the repositories",
  examine({ releases }) {
    return examined(releases, (all) => {
      const active = all.filter(({ controller }) => controller && controller.wanted > 0);
      if (active.length === 0) return skipped("ARD301: no controller of Kubeapps was found");
      if (active.length === 1) return found([]);
      const [, ...others] = active;
      return found([{
        severity: "warning",
        title: `${active.length} Kubeapps sync the same repositories`,
        objects: active.map(({ namespace, controller }) => ({
          kind: "Deployment",
          namespace,
          name: controller?.name ?? "",
        })),
        seen: active.map(({ namespace, version = "some version" }) => `${version} in ${namespace}`),
        why: "each controller makes a CronJob and Jobs for every AppRepository of the cluster",
        fix: others.map(({ namespace, controller }) => ({
          command: `kubectl scale deployment/${controller?.name} -n ${namespace} --replicas=0`,
          note: "if it is not meant to be there",
        })),
      }]);
    });
  },
};
