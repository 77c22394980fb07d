import type { Check } from "../check.ts";
import { eachRepository, nameOf, refOf } from "../each_repository.ts";

/** Kubeapps counts in 64 bits, and much of what reads it in 32. */
const largest = 2 ** 31 - 1;

export const counter: Check = {
  id: "ARD417",
  category: "repository",
  title: "counters can be raised",
  examine: eachRepository((one) => {
    const count = one.repository.spec?.resyncRequests ?? 0;
    if (typeof count === "number" && Number.isInteger(count) && count >= 0 && count < largest) {
      return undefined;
    }
    const { name, namespace } = one.key;
    return {
      severity: "error",
      title: `The counter of ${nameOf(one)} is not one that can be raised`,
      objects: [refOf(one)],
      seen: [`spec.resyncRequests is ${JSON.stringify(count)}`],
      why: "Kubeapps takes it for a whole number from 0 on",
      fix: [{
        command:
          `kubectl patch apprepository ${name} -n ${namespace} --type=merge -p '{"spec":{"resyncRequests":1}}'`,
      }],
    };
  }),
};
