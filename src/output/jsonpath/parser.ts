/** Parses a JSONPath template: text with actions in braces. */

import { parseGoNumber } from "../go_values.ts";
import { type Node, type Path, PathError, type Slice, type Template } from "./nodes.ts";
import { Scanner } from "./scanner.ts";
import { unquote } from "./unquote.ts";

/** @throws {PathError} */
export function parseTemplate(text: string): Template {
  const scanner = new Scanner(text);
  const template: Path[] = [];
  for (;;) {
    const plain = scanner.take(/[^{]*/y);
    if (plain !== "") template.push([{ kind: "text", text: plain }]);
    if (scanner.take(/\{/y) === "") return template;
    template.push(parseAction(scanner));
  }
}

/** A part of an action that kubectl parses by itself, as if it stood in braces of its own. */
function parsePart(text: string): Path {
  return parseAction(new Scanner(`${text}}`));
}

function parseAction(scanner: Scanner): Path {
  const path: Node[] = [];
  while (scanner.take(/[ @$]*\}/y) === "") path.push(...parseStep(scanner, path.at(-1)));
  return path;
}

function parseStep(scanner: Scanner, previous: Node | undefined): Path {
  scanner.take(/[ @$]+/y);
  if (scanner.take(/\[\?\(/y)) return [parseFilter(scanner)];
  if (scanner.take(/\.\./y)) {
    if (previous?.kind === "recursive") throw new PathError("invalid multiple recursive descent");
    const field = scanner.sees(/[\p{L}\p{Nd}_]/uy) ? [parseField(scanner)] : [];
    return [{ kind: "recursive" }, ...field];
  }
  if (scanner.take(/\[/y)) return parseBrackets(scanner);
  if (scanner.sees(/["']/y)) return [{ kind: "text", text: unquote(scanner.quoted()) }];
  if (scanner.take(/\./y)) return [parseField(scanner)];
  if (scanner.sees(/[-+\p{Nd}]/uy)) return [parseNumber(scanner.take(/[-+]?[.\p{Nd}]*/uy))];
  if (scanner.sees(/[\p{L}_]/uy)) return [parseWord(scanner.take(/[^\s.,[\]$@{}]*/y))];
  if (scanner.sees(/[\r\n]|$/y)) throw new PathError("unclosed action");
  throw new PathError(`unrecognized character in action: ${scanner.describeNext()}`);
}

/** Up to what ends a name, unless a backslash stands before it. */
function parseField(scanner: Scanner): Node {
  const name = scanner.take(/(?:\\[^]?|[^\\ \t\r\n.,[\]$@{}])*/y);
  return name === "*" ? { kind: "wildcard" } : { kind: "field", name: name.replaceAll("\\", "") };
}

function parseNumber(text: string): Node {
  const value = parseGoNumber(text);
  if (value === undefined) throw new PathError(`cannot parse number ${text}`);
  return { kind: "literal", value };
}

function parseWord(name: string): Node {
  if (name === "true" || name === "false") return { kind: "literal", value: name === "true" };
  return { kind: "word", name };
}

/** What follows `[`: a union, a key in single quotes, an index or a slice. */
function parseBrackets(scanner: Scanner): Path {
  const text = scanner.take(/[^\]\n]*/y);
  if (scanner.take(/\]/y) === "") throw new PathError("unterminated array");
  const branches = text.split(",");
  if (branches.length > 1) {
    return [{
      kind: "union",
      branches: branches.map((branch) => parsePart(`[${branch.replace(/^ +| +$/g, "")}]`)),
    }];
  }
  const [, key] = /^'([^']*)'$/.exec(text) ?? [];
  return key === undefined ? [parseSlice(text === "*" ? ":" : text)] : parsePart(`.${key}`);
}

function parseSlice(text: string): Slice {
  const found = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (found === null) throw new PathError(`invalid array index ${text}`);
  const [start, end, step] = found.slice(1).map((part = "") => parseIndex(part.replace(":", "")));
  return { kind: "slice", start, end, step, one: found[2] === undefined };
}

function parseIndex(text: string): number | undefined {
  if (text === "-") throw new PathError("array index - is not a number");
  return text === "" ? undefined : Number(text);
}

/** What follows `[?(`. */
function parseFilter(scanner: Scanner): Node {
  const condition = scanner.condition();
  const [, left, operator, right] = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(condition) ?? [];
  if (left === undefined || operator === undefined || right === undefined) {
    return { kind: "filter", left: parsePart(condition), comparison: undefined };
  }
  const comparison = { operator, right: parsePart(right) };
  return { kind: "filter", left: parsePart(left), comparison };
}
