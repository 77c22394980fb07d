/** Numbered, to be done one after the other. */
export function steps(...each: readonly string[]): string {
  return each.map((step, at) => `  ${at + 1}. ${step}\n`).join("");
}
