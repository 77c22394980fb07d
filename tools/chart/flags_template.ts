import { passedOn } from "../../src/cli/verbs/serve/print_manifests.ts";
import { chartValues } from "./chart_values.ts";

/** The template that tells the others which flags go into the container's arguments, and when. */
export function flagsTemplate(): string {
  const flags = passedOn.map((key) => {
    const { name, fallback } = chartValues.find((value) => value.key === key)!;
    return `  ${JSON.stringify({ key, name, fallback: String(fallback) })}`;
  });
  return `{{- /* Made by \`deno task chart\`: in the order of the arguments, with the defaults. */ -}}
{{- define "kubectl-apprepo.flags" -}}
[
${flags.join(",\n")}
]
{{- end -}}
`;
}
