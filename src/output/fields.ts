/** What kubectl describe prints: names with a colon, and their values one below the other. */

import { escapeTerminal } from "./escape.ts";
import { Table } from "./table.ts";
import type { Look } from "./terminal.ts";
import { hang } from "./wrap.ts";

/** A value is a text, lines below the name, fields of its own, or a table. */
export type FieldValue =
  | string
  | { readonly lines: readonly string[] }
  | { readonly fields: readonly Field[] }
  | { readonly headers: readonly string[]; readonly rows: readonly (readonly string[])[] };

export type Field = readonly [name: string, value: FieldValue];

const gap = 2;

const unseen: Pick<Look, "colour" | "plain" | "columns"> = { colour: false, plain: false };

/** Values that are texts stand in one column, and go on in it where the terminal ends. */
export function formatFields(fields: readonly Field[], look = unseen, indent = ""): string {
  const simple = fields.filter(([, value]) => typeof value === "string");
  const width = Math.max(0, ...simple.map(([name]) => name.length + 1 + gap));
  return fields.map(([name, value]) => formatField(name, value, width, look, indent)).join("");
}

function formatField(
  name: string,
  value: FieldValue,
  width: number,
  look: typeof unseen,
  indent: string,
): string {
  const head = `${indent}${name}:`;
  const inner = `${indent}  `;
  if (typeof value === "string") {
    const before = indent + `${name}:`.padEnd(width);
    return `${before}${hang(oneLine(value), before.length, look.columns ?? Infinity)}\n`;
  }
  if ("fields" in value) return `${head}\n${formatFields(value.fields, look, inner)}`;
  const lines = "lines" in value
    ? value.lines.map(oneLine)
    : new Table(value.headers, { look }).format(value.rows).trimEnd().split("\n");
  return `${head}\n${lines.map((line) => `${inner}${line}\n`).join("")}`;
}

function oneLine(text: string): string {
  return escapeTerminal(text.replace(/[\n\t]/g, " "));
}
