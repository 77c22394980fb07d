/** Names that only a kubeconfig, a cluster or the program's own lists know. */

import type { Host } from "../../host.ts";
import { connectionFlags, type ConnectionValues } from "../flags/connection_flags.ts";
import type { Candidate, LookedUp } from "./offer.ts";
import type { Position } from "./position.ts";

/** @throws whatever keeps it from looking */
export async function lookUp(
  host: Host,
  what: LookedUp,
  { given, typed }: Pick<Position, "given" | "typed">,
): Promise<readonly Candidate[]> {
  switch (what) {
    case "checks": {
      const { allChecks } = await import("../../apprepo/doctor/all_checks.ts");
      return allChecks.map(({ id, title }) => ({ value: id, description: title }));
    }
    case "contexts":
    case "clusters":
    case "users": {
      const { kubeconfigNames } = await import("./kubeconfig_names.ts");
      return await kubeconfigNames(host, what, connectionValues(given).kubeconfig);
    }
    default: {
      const { clusterNames } = await import("./cluster_names.ts");
      return await clusterNames(host, what, connectionValues(given), typed);
    }
  }
}

/** @throws {Error} for a value that the flag does not take */
function connectionValues(given: Position["given"]): ConnectionValues {
  const values: Record<string, unknown> = {};
  for (const [key, { fallback }] of Object.entries(connectionFlags)) values[key] = fallback;
  for (const [key, text] of given) {
    const flag = connectionFlags[key as keyof typeof connectionFlags];
    if (flag) values[key] = flag.parse(text, values[key] as never);
  }
  return values as ConnectionValues;
}
