import type { Check } from "../check.ts";
import { found } from "../verdict.ts";
import { examined } from "../looked.ts";

const name = "apprepositories.kubeapps.com";

export const resourceServed: Check = {
  id: "ARD103",
  category: "cluster",
  title: "AppRepositories are served, and have a counter",
  examine({ resource }) {
    return examined(resource, ({ isServed, hasCounter }) => {
      const objects = [{ kind: "CustomResourceDefinition", name }];
      if (!isServed) {
        return found([{
          severity: "error",
          title: "The API server does not know AppRepositories",
          objects,
          seen: [`${name}/v1alpha1 is not served`],
          why: "Kubeapps is not installed here, or without its resource definitions",
          fix: [{
            note: "is this the cluster that Kubeapps runs on? If so, install its chart again",
          }],
        }]);
      }
      return found(
        hasCounter === false
          ? [{
            severity: "error",
            title: "AppRepositories have no counter that asks for a sync",
            objects,
            seen: ["the schema of v1alpha1 has no spec.resyncRequests"],
            why: "the API server drops what the schema does not have: no refresh does anything",
            fix: [{ note: "install the resource definitions of Kubeapps 2.1 or newer" }],
          }]
          : [],
      );
    });
  },
};
