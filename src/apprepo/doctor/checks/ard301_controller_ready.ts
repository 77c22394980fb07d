import type { Check } from "../check.ts";
import { type Finding, found } from "../verdict.ts";
import { componentLabel, nameLabel } from "../../kubeapps/labels.ts";
import type { StraySeen } from "../seen.ts";
import { examined } from "../looked.ts";
import type { Release } from "../../kubeapps/releases.ts";

export const controllerReady: Check = {
  id: "ARD301",
  category: "kubeapps",
  title: "Kubeapps' controller runs",
  examine({ releases, strays = [] }) {
    return examined(releases, (all) => {
      const isThere = all.some(({ controller }) => controller);
      return found(isThere ? all.map(notReady) : [strays.length > 0 ? hidden(strays) : absent()]);
    });
  },
};

const why = "nothing makes a sync of what a refresh asks for, or nobody sees it";

function absent(): Finding {
  return {
    severity: "error",
    title: "There is no controller of Kubeapps",
    objects: [],
    seen: [
      `no Deployment has the labels ${componentLabel}=apprepository and ${nameLabel}=kubeapps`,
    ],
    why,
    fix: [{
      command: "kubectl get deployments -A | grep apprepository",
      note:
        "if Kubeapps is where you may not look, name its namespace by --kubeapps-namespace; if it is gone, install its chart again",
    }],
  };
}

function hidden(strays: readonly StraySeen[]): Finding {
  return {
    severity: "error",
    title: "Kubeapps' controller lacks the labels by which it is known",
    objects: strays.map(({ namespace, name }) => ({ kind: "Deployment", namespace, name })),
    seen: strays.map(({ namespace, name, labels }) =>
      `Deployment ${namespace}/${name}: ${
        [componentLabel, nameLabel].map((key) => `${key}=${labels[key] ?? ""}`).join(", ")
      }`
    ),
    why: "its namespace, its version and what it does can't be found without them",
    fix: strays.map(({ namespace, name }) => ({
      command:
        `kubectl label deployment ${name} -n ${namespace} --overwrite ${componentLabel}=apprepository ${nameLabel}=kubeapps`,
    })),
  };
}

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
    why,
    fix: wanted === 0
      ? [{ command: `kubectl scale ${deployment} --replicas=1` }]
      : [{ command: `kubectl describe ${deployment}` }, {
        command: `kubectl logs ${deployment} --tail=50`,
      }],
  };
}
