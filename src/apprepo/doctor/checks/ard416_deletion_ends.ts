import { time } from "../../sync/run.ts";
import type { Check } from "../check.ts";
import { eachRepository, nameOf, refOf } from "../each_repository.ts";
import { lengthOf } from "../length_of.ts";

const finalizer = "apprepositories.kubeapps.com/apprepo-cleanup-finalizer";
/** Milliseconds that Kubeapps takes to clean up after a repository, and more. */
const patience = 300_000;

export const deletionEnds: Check = {
  id: "ARD416",
  category: "repository",
  title: "no deletion hangs",
  examine: eachRepository((one, { now }) => {
    const { metadata } = one.repository;
    const since = time(metadata.deletionTimestamp);
    const finalizers = Array.isArray(metadata.finalizers) ? metadata.finalizers : [];
    if (since === undefined || now - since < patience || finalizers.length === 0) return undefined;
    const { name, namespace } = one.key;
    return {
      severity: "error",
      title: `The deletion of ${nameOf(one)} has hung for ${lengthOf(now - since)}`,
      objects: [refOf(one)],
      seen: [`metadata.finalizers holds ${finalizers.join(", ")}`],
      why: finalizers.includes(finalizer)
        ? "Kubeapps' controller takes its finalizer away when it has cleaned up; it is away, or fails"
        : "something else than Kubeapps is to take it away",
      fix: [{
        command:
          `kubectl patch apprepository ${name} -n ${namespace} --type=merge -p '{"metadata":{"finalizers":null}}'`,
        note: "only if Kubeapps is gone for good: its packages stay in the catalogue otherwise",
      }],
    };
  }),
};
