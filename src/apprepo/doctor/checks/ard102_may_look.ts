import type { Check } from "../check.ts";
import { found, type Verdict } from "../verdict.ts";
import type { Seen } from "../seen.ts";

export const mayLook: Check = {
  id: "ARD102",
  category: "cluster",
  title: "you may look at everything",
  examine(seen): Verdict {
    const why = missing(seen);
    if (why.length === 0) return found([]);
    return { kind: "unknown", why: why.join("\n") };
  },
};

/** Each once; what the API server did not answer for another reason is told by the checks themselves. */
function missing(seen: Seen): string[] {
  const { resource, releases, controllerPods, repositories, accounts, receivers } = seen;
  const looked = [resource, releases, controllerPods, repositories, accounts, receivers];
  const reasons = looked.flatMap((one) => one.kind === "unseen" ? [one.why] : []);
  const ofSecrets = repositories.kind === "seen"
    ? repositories.value.flatMap(({ secrets }) => secrets.kind === "unseen" ? [secrets.why] : [])
    : [];
  const all = new Set([...reasons, ...ofSecrets, ...seen.blindSpots]);
  return [...all].filter((reason) => reason.startsWith("You lack the right"));
}
