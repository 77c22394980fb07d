import type { Check } from "../check.ts";
import { type Finding, found, skipped } from "../verdict.ts";
import { examined } from "../looked.ts";
import type { ControllerPod } from "../seen.ts";

const gone = /^(?:docker\.io\/)?bitnami\//;
const cantPull = /^(?:ImagePullBackOff|ErrImagePull)$/;

export const images: Check = {
  id: "ARD305",
  category: "kubeapps",
  title: "Kubeapps' images can be pulled",
  examine({ controllerPods }) {
    return examined(controllerPods, (pods) => {
      if (pods.length === 0) return skipped("ARD301: no Pod of the controller was found");
      return found(pods.map(unpullable));
    });
  },
};

function unpullable(
  { namespace, name, images, waiting = "" }: ControllerPod,
): Finding | undefined {
  const old = images.filter((image) => gone.test(image));
  const isStuck = cantPull.test(waiting);
  if (old.length === 0 && !isStuck) return undefined;
  return {
    severity: isStuck ? "error" : "warning",
    title: isStuck
      ? `The image of Kubeapps' controller in ${namespace} can't be pulled`
      : `Kubeapps in ${namespace} has images that are gone from their registry`,
    objects: [{ kind: "Pod", namespace, name }],
    seen: [...isStuck ? [`its container waits: ${waiting}`] : [], ...images],
    why: old.length > 0
      ? "Bitnami moved them to docker.io/bitnamilegacy in August 2025: what a node has still runs, on a new node nothing starts"
      : "the registry does not have it, or wants credentials",
    fix: old.length > 0
      ? [{
        command:
          `helm upgrade RELEASE oci://ghcr.io/sap/kubeapps/kubeapps -n ${namespace} --reuse-values`,
        note: "SAP's fork has images of its own; or replace bitnami by bitnamilegacy in the values",
      }]
      : [{ command: `kubectl describe pod ${name} -n ${namespace}` }],
  };
}
