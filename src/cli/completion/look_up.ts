/** Names that only a kubeconfig, a cluster or the program's own lists know. */

import type { Host } from "../../host.ts";
import { connectionFlags, type ConnectionValues } from "../flags/connection_flags.ts";
import { type FlagDefinitions, flagName, parseFlags } from "../flags/flags.ts";
import type { Candidate, LookedUp } from "./offer.ts";
import type { Position } from "./position.ts";

/**
 * @param flags of the command
 * @throws whatever keeps it from looking
 */
export async function lookUp(
  host: Host,
  what: LookedUp,
  { given, typed }: Pick<Position, "given" | "typed">,
  flags: FlagDefinitions,
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
      return await kubeconfigNames(host, what, connectionValues(given, flags).kubeconfig);
    }
    default: {
      const { clusterNames } = await import("./cluster_names.ts");
      return await clusterNames(host, what, connectionValues(given, flags), typed);
    }
  }
}

/** @throws {FlagError} for a value that the flag does not take */
function connectionValues(given: Position["given"], flags: FlagDefinitions): ConnectionValues {
  // A command may have a flag of its own by such a name.
  const known: FlagDefinitions = connectionFlags;
  const ofConnection = given.filter(([key]) =>
    Object.hasOwn(known, key) && known[key] === flags[key]
  );
  const words = ofConnection.map(([key, value]) => `--${flagName(key)}=${value}`);
  return parseFlags(connectionFlags, words).values;
}
