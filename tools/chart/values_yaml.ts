import { wrap } from "../../src/output/wrap.ts";
import { chartValues } from "./chart_values.ts";

const HEAD =
  "# The options of `kubectl apprepo serve`, by the names that its --help has without dashes: maxInFlight\n# is --max-in-flight. Made by `deno task chart`.\n";

/** The text of values.yaml: each value with what it is for. */
export function valuesYaml(): string {
  const blocks = chartValues.map(({ key, description, fallback }) => {
    // JSON is YAML.
    return `${wrap(description, 80, "# ")}\n${key}: ${JSON.stringify(fallback)}\n`;
  });
  return [HEAD, ...blocks].join("\n");
}
