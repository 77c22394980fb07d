/** What kubectl describe prints: names with a colon, and their values one below the other. */

import { escapeTerminal } from "./escape.ts";
import { Table } from "./table.ts";

/** A value is a text, lines below the name, fields of its own, or a table. */
export type FieldValue =
  | string
  | { readonly lines: readonly string[] }
  | { readonly fields: readonly Field[] }
  | { readonly headers: readonly string[]; readonly rows: readonly (readonly string[])[] };

export type Field = readonly [name: string, value: FieldValue];

const gap = 2;

/** Values that are texts stand in one column. */
export function formatFields(fields: readonly Field[], indent = ""): string {
  const simple = fields.filter(([, value]) => typeof value === "string");
  const width = Math.max(0, ...simple.map(([name]) => name.length + 1 + gap));
  return fields.map(([name, value]) => formatField(name, value, width, indent)).join("");
}

function formatField(name: string, value: FieldValue, width: number, indent: string): string {
  const head = `${indent}${name}:`;
  const inner = `${indent}  `;
  if (typeof value === "string") {
    return `${(indent + `${name}:`.padEnd(width)) + oneLine(value)}\n`;
  }
  if ("fields" in value) return `${head}\n${formatFields(value.fields, inner)}`;
  const lines = "lines" in value
    ? value.lines.map(oneLine)
    : new Table(value.headers).format(value.rows).trimEnd().split("\n");
  return `${head}\n${lines.map((line) => `${inner}${line}\n`).join("")}`;
}

function oneLine(text: string): string {
  return escapeTerminal(text.replace(/[\n\t]/g, " "));
}
