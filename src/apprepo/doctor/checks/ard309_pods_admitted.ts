import type { Check } from "../check.ts";
import { eachSynced, nameOf, refOf } from "../each_repository.ts";

export const podsAdmitted: Check = {
  id: "ARD309",
  category: "kubeapps",
  title: "syncs get their Pods",
  examine: eachSynced((one) => {
    const { createFailure, overview: { newest } } = one;
    if (createFailure === undefined || !newest) return undefined;
    const { namespace, job } = newest;
    return {
      severity: "error",
      title: `The sync of ${nameOf(one)} gets no Pod`,
      objects: [refOf(one), { kind: "Job", namespace, name: job }],
      seen: [createFailure],
      why: "a quota, a policy or an admission webhook of Kubeapps' namespace turns it away",
      fix: [{
        command: `kubectl get resourcequotas,limitranges -n ${namespace}`,
      }, { command: `kubectl describe job ${job} -n ${namespace}` }],
    };
  }),
};
