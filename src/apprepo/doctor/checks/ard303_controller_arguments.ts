import type { Check } from "../check.ts";
import { type Finding, found, skipped } from "../verdict.ts";
import { examined } from "../looked.ts";
import type { Release } from "../../kubeapps/releases.ts";

export const controllerArguments: Check = {
  id: "ARD303",
  category: "kubeapps",
  title: "Kubeapps' controller is told where it is",
  examine({ releases }) {
    return examined(releases, (all) => {
      if (!all.some(({ controller }) => controller)) {
        return skipped("ARD301: no controller of Kubeapps was found");
      }
      return found(all.map(odd));
    });
  },
};

function odd({ namespace, controller }: Release): Finding | undefined {
  if (!controller) return undefined;
  const { name, namespace: told } = controller;
  if (told === namespace) return undefined;
  return {
    severity: "warning",
    title: told === undefined
      ? `Kubeapps' controller in ${namespace} is not told in which namespace it is`
      : `Kubeapps' controller in ${namespace} makes its Jobs in ${told}`,
    objects: [{ kind: "Deployment", namespace, name }],
    seen: [
      told === undefined ? "it has no argument --namespace" : `its argument --namespace is ${told}`,
    ],
    why: "its Jobs are looked for in its own namespace: there, they are not seen",
    fix: [{
      command: `kubectl get deployment ${name} -n ${namespace} -o jsonpath='{..args}'`,
      note:
        "the chart sets it to the release's namespace; name the other one by --kubeapps-namespace",
    }],
  };
}
