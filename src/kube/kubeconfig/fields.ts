/** Reads fields of parsed YAML or JSON as typed values, with errors that name the field. */

export type Dict<T> = Record<string, T>;

/**
 * One mapping. Null and, for strings, the empty text count as absent, as they do in Go's structs
 * with `omitempty`; nothing is converted: `token: 123` is an error for kubectl too.
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
    return value === undefined || value === null
      ? undefined
      : text(value, this.#at(name)) || undefined;
  }

  boolean(name: string): boolean | undefined {
    const value = this.any(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value === "boolean") return value;
    throw new Error(`${this.#at(name)} is ${describe(value)}, not true or false`);
  }

  /** Base64 text, decoded as UTF-8 (PEM). */
  base64(name: string): string | undefined {
    const value = this.string(name);
    if (value === undefined) return undefined;
    try {
      const bytes = Uint8Array.from(atob(value), (char) => char.charCodeAt(0));
      return new TextDecoder().decode(bytes);
    } catch {
      throw new Error(`${this.#at(name)} is not base64`);
    }
  }

  fields(name: string): Fields | undefined {
    const value = this.any(name);
    return value === undefined || value === null ? undefined : new Fields(value, this.#at(name));
  }

  /** A list of mappings; null in it counts as an empty one. */
  list(name: string): Fields[] {
    return this.#items(name).map((item, i) => new Fields(item ?? {}, `${this.#at(name)}[${i}]`));
  }

  stringList(name: string): string[] {
    return this.#items(name).map((item, i) => text(item ?? "", `${this.#at(name)}[${i}]`));
  }

  /** A mapping of texts. */
  strings(name: string): Dict<string> {
    return this.#each(name, (inner, key) => inner.string(key) ?? "");
  }

  /** A mapping of lists of texts. */
  stringLists(name: string): Dict<string[]> {
    return this.#each(name, (inner, key) => inner.stringList(key));
  }

  #each<T>(name: string, read: (inner: Fields, key: string) => T): Dict<T> {
    const inner = this.fields(name);
    const keys = inner ? Object.keys(inner.#values) : [];
    return Object.fromEntries(keys.map((key) => [key, read(inner!, key)]));
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

function text(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  throw new Error(`${where} is ${describe(value)}, not text`);
}

/** The type only: the value may be a secret. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a mapping" : `a ${typeof value}`;
}
