import type { Check } from "../check.ts";
import { type Finding, found, skipped } from "../verdict.ts";
import { examined } from "../looked.ts";
import type { RepositorySeen } from "../seen.ts";

/** What the syncer says when its database turns it away; the last words are those of Go's pq. */
const refusals =
  /(?:dial tcp \S+:5432\b.*|password authentication failed|pq: .*|database ".*" does not exist|can't connect to (?:the )?database.*)/i;

export const database: Check = {
  id: "ARD306",
  category: "kubeapps",
  title: "syncs reach Kubeapps' database",
  examine({ repositories }) {
    return examined(repositories, (all) => {
      const failed = all.filter(({ end }) => end?.outcome === "failed");
      if (failed.length === 0) return skipped("no sync has failed");
      const refused = failed.flatMap((one) => refusalOf(one) ?? []);
      return found(refused.slice(0, 1));
    });
  },
};

/** Whether a sync failed for that, and not for anything of its own. */
export function isDatabaseRefusal({ end }: RepositorySeen): boolean {
  return refusals.test(end?.message ?? "");
}

function refusalOf({ end, key }: RepositorySeen): Finding | undefined {
  const said = refusals.exec(end?.message ?? "")?.[0];
  const namespace = end?.run?.namespace ?? "";
  if (said === undefined) return undefined;
  return {
    severity: "error",
    title: "Syncs don't reach Kubeapps' database",
    objects: [{ kind: "Job", namespace, name: end?.run?.job ?? "" }],
    seen: [`the sync of ${key.namespace}/${key.name} said: ${said}`],
    why: "no repository can be synced until its PostgreSQL answers",
    fix: [{ command: `kubectl get pods -n ${namespace} -l app.kubernetes.io/name=postgresql` }],
  };
}
