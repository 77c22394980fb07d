/**
 * YAML as kubectl writes it: keys sorted, lists not indented, quotes where kubectl has them. Long
 * lines stay whole, which kubectl folds at 80 columns; the values are the same.
 */

import {
  DEFAULT_SCALAR_STYLE_RULES,
  type Document,
  dump,
  DUMP_SCHEMA,
  floatCoreTag,
  intCoreTag,
  type Node,
  SCALAR_STYLE,
  type ScalarLayout,
  strTag,
  visit,
} from "js-yaml";
import { float64, formatNumber, int64 } from "./go_values.ts";
import { compareKeys } from "./yaml_keys.ts";

const integers = { identify: isInteger, represent: formatNumber };
const floats = { identify: isFloat, represent: formatNumber };

/** js-yaml's own, but for the numbers: as Go prints them, whatever their length. */
const schema = DUMP_SCHEMA.withTags(DUMP_SCHEMA.tags.flatMap((tag) => {
  if (tag.nodeKind !== "scalar") return [];
  if (tag.tagName === intCoreTag.tagName) return [{ ...tag, ...integers }];
  return tag.tagName === floatCoreTag.tagName ? [{ ...tag, ...floats }] : [];
}));

/** Ends with a line break. */
export function encodeYaml(value: unknown): string {
  return dump(value, {
    schema,
    noRefs: true,
    seqNoIndent: true,
    lineWidth: -1,
    transform: sortKeys,
    scalarStyleRules: [chooseStyle, DEFAULT_SCALAR_STYLE_RULES.fallbackToDoubleQuoted],
  });
}

function isInteger(value: unknown): boolean {
  return int64(value) !== undefined;
}

function isFloat(value: unknown): boolean {
  return float64(value) !== undefined && !isInteger(value);
}

function sortKeys(documents: Document[]): void {
  visit(documents, (node) => {
    if (node.kind !== "mapping") return;
    node.items.sort((left, right) => compareKeys(keyText(left.key), keyText(right.key)));
  });
}

function keyText(key: Node): string {
  return key.kind === "scalar" ? key.value : "";
}

/** What can't stand in YAML unescaped; kubectl counts tabs and everything beyond U+FFFF as such. */
const special = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]| \n/;

/** Text that a plain scalar can't hold, whatever type it would be read as. */
const needsQuotes = /^(?:[#,[\]{}&*!|>'"%@` ]|[-?:](?: |$)|---|\.\.\.)|: | #|[: ]$/;

/** Numbers to kubectl, which reads YAML 1.1: there, underscores after the first character are nothing. */
const number = /^[-+]?(?:0[xob][\da-f]+|(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?)$/i;

/** kubectl's choice: a type's look is quoted with `"`, the other trouble with `'`. */
function chooseStyle(layout: ScalarLayout): void {
  const { isKey, node: { tag, value } } = layout;
  if (tag !== strTag.tagName) return;
  const plain = (layout.allowedStylesMask & 1 << SCALAR_STYLE.PLAIN) !== 0;
  if (special.test(value)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
  else if (value.includes("\n")) {
    layout.style = isKey ? SCALAR_STYLE.DOUBLE_QUOTED : SCALAR_STYLE.LITERAL_BLOCK;
  } else if (needsQuotes.test(value)) layout.style = SCALAR_STYLE.SINGLE_QUOTED;
  else if (!plain || number.test(value.replace(/(?<!^)_/g, ""))) {
    layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
  }
}
