/** Reads fields of parsed YAML or JSON as typed values, with errors that name the field. */

export type Dict<T> = Record<string, T>;

/**
 * One mapping. Null and, for strings, the empty text count as absent, as they do in Go's structs
 * with `omitempty`. Scalars stand for strings (`token: 123`), as in sigs.k8s.io/yaml.
 * @throws {Error} from the constructor and every reader, where the type is another one
 */
export class Fields {
  readonly #values: Dict<unknown>;
  readonly #where: string;

  constructor(value: unknown, where: string) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      throw new Error(`${where || "the document"} is ${describe(value)}, not a mapping`);
    }
    this.#values = value as Dict<unknown>;
    this.#where = where;
  }

  any(name: string): unknown {
    return Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
  }

  string(name: string): string | undefined {
    const value = this.any(name);
    if (value === undefined || value === null || value === "") return undefined;
    return scalar(value, this.#at(name));
  }

  boolean(name: string): boolean | undefined {
    const value = this.any(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value === "boolean") return value;
    // YAML 1.1, which kubectl reads, has more words for these than YAML 1.2.
    if (/^(y|yes|on)$/i.test(String(value))) return true;
    if (/^(n|no|off)$/i.test(String(value))) return false;
    throw new Error(`${this.#at(name)} is ${describe(value)}, not true or false`);
  }

  /** Base64 text, decoded as UTF-8 (PEM). */
  base64(name: string): string | undefined {
    const value = this.string(name);
    if (value === undefined) return undefined;
    try {
      const binary = atob(value);
      return new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
    } catch {
      throw new Error(`${this.#at(name)} is not base64`);
    }
  }

  fields(name: string): Fields | undefined {
    const value = this.any(name);
    return value === undefined || value === null ? undefined : new Fields(value, this.#at(name));
  }

  list(name: string): Fields[] {
    return this.#items(name).map((item, i) => new Fields(item, `${this.#at(name)}[${i}]`));
  }

  stringList(name: string): string[] {
    return this.#items(name).map((item, i) => scalar(item, `${this.#at(name)}[${i}]`));
  }

  /** A mapping of texts. */
  strings(name: string): Dict<string> {
    const inner = this.fields(name);
    const keys = inner ? Object.keys(inner.#values) : [];
    return Object.fromEntries(keys.map((key) => [key, inner!.string(key) ?? ""]));
  }

  /** A mapping of lists of texts. */
  stringLists(name: string): Dict<string[]> {
    const inner = this.fields(name);
    const keys = inner ? Object.keys(inner.#values) : [];
    return Object.fromEntries(keys.map((key) => [key, inner!.stringList(key)]));
  }

  #items(name: string): unknown[] {
    const value = this.any(name);
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      throw new Error(`${this.#at(name)} is ${describe(value)}, not a list`);
    }
    return value;
  }

  #at(name: string): string {
    return this.#where === "" ? name : `${this.#where}.${name}`;
  }
}

function scalar(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Error(`${where} is ${describe(value)}, not text`);
}

/** The type only: the value may be a secret. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a mapping" : `a ${typeof value}`;
}
