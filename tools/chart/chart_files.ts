import { chartYaml } from "./chart_yaml.ts";
import { flagsTemplate } from "./flags_template.ts";
import { valuesSchema } from "./values_schema.ts";
import { valuesYaml } from "./values_yaml.ts";

/** The chart's files that are made from `serve`'s flags: texts by their paths in the chart. */
export function madeChartFiles(): Map<string, string> {
  return new Map([
    ["Chart.yaml", chartYaml()],
    ["values.yaml", valuesYaml()],
    ["values.schema.json", `${JSON.stringify(valuesSchema(), null, 2)}\n`],
    ["templates/_flags.tpl", flagsTemplate()],
  ]);
}
