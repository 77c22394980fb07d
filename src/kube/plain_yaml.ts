/**
 * Reads the little of YAML that kubeconfigs are usually written in. The YAML library takes longer to
 * load and to warm up (11 ms) than everything else that a kubeconfig needs.
 */

interface Line {
  /** Counted from 0, with the lines that say nothing. */
  readonly number: number;
  readonly indent: number;
  /** Without the indent. */
  readonly text: string;
}

/** Characters; nobody waits for the library because of a file that is longer. */
const longestText = 1_000_000;

/** What this reader leaves to the library. */
class Unusual extends Error {}

/**
 * Block mappings and lists of names, numbers left out, each value on one line.
 * @returns undefined for anything else: other syntax, errors, and whatever could mean two things
 */
export function readPlainYaml(text: string): unknown {
  // Without the rest of ASCII: tabs, carriage returns and other alphabets are not for here.
  if (text.length > longestText || !/^[\x20-\x7e\n]*$/.test(text)) return undefined;
  const all = text.split("\n");
  while (all.at(-1) === "") all.pop();
  const lines: Line[] = [];
  for (const [number, whole] of all.entries()) {
    const content = whole.trimStart();
    const isComment = content === "" || content.startsWith("#");
    if (!isComment) lines.push({ number, indent: whole.length - content.length, text: content });
  }
  try {
    const reader = new Reader(lines, all.length);
    const value = reader.block(0);
    return reader.isAtEnd ? value : undefined;
  } catch (error) {
    if (error instanceof Unusual || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Words that stand for something else than themselves, in YAML 1.1 or 1.2. */
const words = /^(y|n|yes|no|on|off|true|false|null)$/i;

const key = /^([A-Za-z][\w.-]*):(?: (.*))?$/;

const constants: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

class Reader {
  readonly #lines: Line[];
  readonly #count: number;
  #at = 0;

  /** @param count of all lines, with those that say nothing */
  constructor(lines: Line[], count: number) {
    this.#lines = lines;
    this.#count = count;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#lines.length;
  }

  /** The mapping or list whose lines begin at that indent. */
  block(indent: number): unknown {
    const line = this.#line();
    if (line?.indent !== indent) throw new Unusual();
    return line.text.startsWith("- ") ? this.#list(indent) : this.#mapping(indent);
  }

  #line(): Line | undefined {
    return this.#lines[this.#at];
  }

  #list(indent: number): unknown[] {
    const items: unknown[] = [];
    for (let line = this.#line(); line?.indent === indent; line = this.#line()) {
      if (!line.text.startsWith("- ")) break;
      const text = line.text.slice(2);
      if (key.test(text)) {
        // The rest of the line is the first of a mapping that is indented as deep.
        this.#lines[this.#at] = { ...line, indent: indent + 2, text };
        items.push(this.#mapping(indent + 2));
      } else {
        this.#at++;
        items.push(scalar(text));
      }
    }
    return items;
  }

  #mapping(indent: number): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (let line = this.#line(); line?.indent === indent; line = this.#line()) {
      const [, name, text = ""] = key.exec(line.text) ?? [];
      if (name === undefined && line.text.startsWith("- ")) break;
      if (name === undefined || words.test(name)) throw new Unusual();
      this.#at++;
      values[name] = text === "" ? this.#nested(indent) : this.#value(line, text);
    }
    return values;
  }

  /** What stands below a key without a value: a list may be indented as deep as its key. */
  #nested(indent: number): unknown {
    const next = this.#line();
    if (next === undefined || next.indent < indent) return null;
    if (next.indent > indent) return this.block(next.indent);
    return next.text.startsWith("- ") ? this.#list(indent) : null;
  }

  #value({ number, indent }: Line, text: string): unknown {
    if (text !== ">-" && text !== "|-") return scalar(text);
    // A long text that was put on a line of its own; empty lines and comments around it would count.
    const [line, next] = this.#lines.slice(this.#at, this.#at + 2);
    const isOnly = line !== undefined && line.number === number + 1 && line.indent > indent &&
      (next?.number ?? this.#count) === number + 2 && (next?.indent ?? 0) <= indent;
    if (!isOnly || !/^[\w./@+=:-]+$/.test(line.text)) throw new Unusual();
    this.#at++;
    return line.text;
  }
}

function scalar(text: string): unknown {
  if (Object.hasOwn(constants, text)) return constants[text];
  if (text === "{}") return {};
  if (text === "[]") return [];
  if (/^"[^"\\]*"$/.test(text) || /^'[^']*'$/.test(text)) return text.slice(1, -1);
  const isPlain = /^[A-Za-z/][\w./@+=:~-]*$/.test(text) && !text.endsWith(":") && !words.test(text);
  if (!isPlain) throw new Unusual();
  return text;
}
