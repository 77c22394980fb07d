import type { FlagDefinition } from "../../src/cli/flags/flags.ts";
import { flagName } from "../../src/cli/flags/flags.ts";
import { serveSpec, type ServeValues } from "../../src/cli/verbs/serve/flags.ts";
import { passedOn, shutdownDelay } from "../../src/cli/verbs/serve/print_manifests.ts";
import { manifestOnly } from "../../src/cli/verbs/serve/refused_flags.ts";

/** One of the chart's values: a flag of `serve` under the name that the program has for it. */
export interface ChartValue {
  readonly key: keyof ServeValues;
  /** Of the flag, without dashes. */
  readonly name: string;
  readonly description: string;
  readonly fallback: unknown;
}

/** Those that say how it stands in the cluster, then those that it is started with; each by name. */
export const chartValues: readonly ChartValue[] = [...manifestOnly, ...passedOn].map((key) => {
  const flag: Pick<FlagDefinition<unknown>, "description" | "fallback"> = serveSpec.flags[key];
  return {
    key,
    name: flagName(key),
    description: sentence(flag.description),
    fallback: key === "shutdownDelay" ? shutdownDelay : flag.fallback ?? "",
  };
});

/** Without what is for a command line: `With --manifests: `, and that a list is one by commas. */
function sentence(description: string): string {
  const text = description.replace(/^With --manifests( and --serve-cluster)?: /, "")
    .replace(/; may be repeated$/, "").replace(/, by commas or repeated/, "");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
