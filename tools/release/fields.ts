/** A YAML mapping, or what stands in the place of one that is missing. */
export type Fields = Readonly<Record<string, unknown>>;

/** Collects what is wrong with a document, each problem with the path of its field. */
export class FieldChecker {
  readonly problems: string[] = [];

  /** Notes a problem unless the condition holds. */
  expect(condition: boolean, path: string, problem: string): void {
    if (!condition) this.problems.push(`${path}: ${problem}`);
  }

  /** The mapping at the path, of which no field but these is known; empty if it is none. */
  mapping(value: unknown, path: string, known: readonly string[]): Fields {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.expect(false, path, "must be a mapping");
      return {};
    }
    for (const name of Object.keys(value)) {
      this.expect(known.includes(name), `${path}.${name}`, "is not a known field");
    }
    return value as Fields;
  }

  /** The text at the path; empty if it is none, or blank. */
  text(value: unknown, path: string): string {
    if (typeof value === "string" && value.trim() !== "") return value;
    this.expect(false, path, "must be a text that is not empty");
    return "";
  }

  /** The text at the path, which must match. */
  match(value: unknown, path: string, pattern: RegExp, problem: string): string {
    const text = this.text(value, path);
    if (text !== "") this.expect(pattern.test(text), path, `${problem}, not "${text}"`);
    return text;
  }
}
