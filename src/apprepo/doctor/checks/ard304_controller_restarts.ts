import type { Check } from "../check.ts";
import { found, skipped } from "../verdict.ts";
import { examined } from "../looked.ts";

/** More than a node's reboot or an upgrade makes of it. */
const many = 5;

export const controllerRestarts: Check = {
  id: "ARD304",
  category: "kubeapps",
  title: "Kubeapps' controller stays up",
  examine({ controllerPods }) {
    return examined(controllerPods, (pods) => {
      if (pods.length === 0) return skipped("ARD301: no Pod of the controller was found");
      return found(pods.map(({ namespace, name, restarts, waiting }) => {
        const isLooping = waiting === "CrashLoopBackOff";
        if (!isLooping && restarts < many) return undefined;
        return {
          severity: isLooping ? "error" as const : "warning" as const,
          title: `Kubeapps' controller in ${namespace} was restarted ${restarts} times`,
          objects: [{ kind: "Pod", namespace, name }],
          seen: [isLooping ? "its container waits: CrashLoopBackOff" : `${restarts} restarts`],
          why:
            "at each start it syncs every repository again, and the one that asks for a sync waits for all of them",
          fix: [{ command: `kubectl logs ${name} -n ${namespace} --previous --tail=50` }],
        };
      }));
    });
  },
};
