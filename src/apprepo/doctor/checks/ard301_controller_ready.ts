import type { Check } from "../check.ts";
import { type Finding, found } from "../verdict.ts";
import { examined } from "../looked.ts";
import type { Release } from "../../kubeapps/releases.ts";

export const controllerReady: Check = {
  id: "ARD301",
  category: "kubeapps",
  title: "Kubeapps' controller runs",
  examine({ releases }) {
    return examined(releases, (all) => {
      if (all.some(({ controller }) => controller)) return found(all.map(notReady));
      return found([{
        severity: "error",
        title: "There is no controller of Kubeapps",
        objects: [],
        seen: [
          "no Deployment has the labels app.kubernetes.io/component=apprepository and app.kubernetes.io/name=kubeapps",
        ],
        why: "nothing makes a sync of what a refresh asks for",
        fix: [{
          command: "kubectl get deployments -A | grep apprepository",
          note:
            "if it is there, its labels were changed: install Kubeapps' chart again; if Kubeapps is where you may not look, name its namespace by --kubeapps-namespace",
        }],
      }]);
    });
  },
};

function notReady({ namespace, controller }: Release): Finding | undefined {
  if (!controller) return undefined;
  const { name, wanted, ready } = controller;
  if (wanted > 0 && ready > 0) return undefined;
  const deployment = `deployment/${name} -n ${namespace}`;
  return {
    severity: "error",
    title: `Kubeapps' controller in ${namespace} does not run`,
    objects: [{ kind: "Deployment", namespace, name }],
    seen: [`${ready} of ${wanted} replicas are ready`],
    why: "nothing makes a sync of what a refresh asks for",
    fix: wanted === 0
      ? [{ command: `kubectl scale ${deployment} --replicas=1` }]
      : [{ command: `kubectl describe ${deployment}` }, {
        command: `kubectl logs ${deployment} --tail=50`,
      }],
  };
}
