import { longestSyncedName } from "../../app_repository.ts";
import type { Check } from "../check.ts";
import { eachRepository, nameOf, refOf } from "../each_repository.ts";

export const nameFits: Check = {
  id: "ARD407",
  category: "repository",
  title: "names are short enough to be synced",
  examine: eachRepository((one) => {
    const { name, namespace } = one.key;
    if (name.length <= longestSyncedName) return undefined;
    return {
      severity: "error",
      title: `${nameOf(one)} has a name of ${name.length} characters`,
      objects: [refOf(one)],
      seen: [`a label of its Jobs would have ${name.length} characters; ${longestSyncedName} fit`],
      why: "Kubeapps never syncs such a repository, and says so in its controller's log only",
      fix: [{
        command: `kubectl get apprepository ${name} -n ${namespace} -o yaml > repository.yaml`,
        note:
          "give it a shorter metadata.name in there, kubectl apply it, and delete the one with the long name",
      }],
    };
  }),
};
