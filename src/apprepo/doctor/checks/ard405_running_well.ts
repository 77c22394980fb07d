import { hasEnded } from "../../sync/run.ts";
import type { Check } from "../check.ts";
import { eachSynced, nameOf, refOf } from "../each_repository.ts";

export const runningWell: Check = {
  id: "ARD405",
  category: "repository",
  title: "the syncs that run now have no trouble",
  examine: eachSynced((one) => {
    const { pod, overview: { newest } } = one;
    if (!newest || hasEnded(newest)) return undefined;
    const failed = newest.failedPods > 0
      ? `${newest.failedPods} of its Pods have failed`
      : undefined;
    const trouble = pod?.trouble;
    if (!trouble && failed === undefined) return undefined;
    const { namespace, job } = newest;
    const { reason, message } = trouble ?? {};
    return {
      severity: "error",
      title: `The sync of ${nameOf(one)} that runs now is in trouble`,
      objects: [refOf(one), { kind: "Job", namespace, name: job }],
      seen: [
        ...reason ? [message ? `${reason}: ${message}` : reason] : [],
        ...failed ? [failed] : [],
      ],
      why: /Image/.test(reason ?? "")
        ? "its image can't be pulled: without it, no sync ever starts"
        : "Kubernetes tries six times, which can take ten minutes, and throws the log away with the Pod",
      fix: [{ command: `kubectl apprepo logs ${one.key.name} -n ${one.key.namespace}` }],
    };
  }),
};
