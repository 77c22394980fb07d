/** What a shell says of the formats of `-o`. */

const described = {
  "custom-columns=": "columns of your own: HEADER:.path,...",
  "custom-columns-file=": "columns of your own, from a file",
  header: "as an HTTP header",
  json: "for programs",
  "jsonpath=": "what a template picks out",
  "jsonpath-as-json=": "the same, as JSON",
  "jsonpath-file=": "what a template in a file picks out",
  name: "names alone",
  short: "only what is not well",
  text: "for people",
  wide: "with more columns, or lines",
  yaml: "for programs, and to be read",
} as const;

/** @returns in the same order */
export function formatOffer(
  ...formats: readonly (keyof typeof described)[]
): (readonly [value: string, description: string])[] {
  return formats.map((format) => [format, described[format]]);
}
