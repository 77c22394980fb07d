/** Walks a JSONPath template through a value: each part once, and those in a range once an element. */

import { type Path, PathError, type Template } from "./nodes.ts";
import { type Settings, type Values, walkPath } from "./steps.ts";

/**
 * @returns what each part of the template found, in the order in which it is printed
 * @throws {PathError} where the template does not fit the value
 */
export function walkTemplate(template: Template, value: unknown, settings: Settings): Values[] {
  const found: Values[] = [];
  walkBlock({ template, settings, inRange: false, found }, 0, [value]);
  return found;
}

interface Block {
  readonly template: Template;
  readonly settings: Settings;
  readonly inRange: boolean;
  /** Collects the results. */
  readonly found: Values[];
}

/** @returns the place of the block's `{end}`, undefined for a block that is not ended */
function walkBlock(block: Block, start: number, input: Values): number | undefined {
  const { template, settings, inRange, found } = block;
  for (let at = start; at < template.length; at++) {
    const path = template[at] ?? [];
    const values = walkPath(path, input, settings);
    if (hasWord(path, "end")) {
      if (inRange) return at;
      throw new PathError("not in range, nothing to end");
    }
    if (hasWord(path, "range")) at = walkRange(block, at + 1, values) ?? at;
    else found.push(values);
  }
  return undefined;
}

/** Without elements the block is walked too, for nothing but the place where it ends. */
function walkRange(block: Block, start: number, values: Values): number | undefined {
  const inner = { ...block, inRange: true };
  if (values.length === 0) return walkBlock({ ...inner, found: [] }, start, []);
  const ends = values.map((value) => walkBlock(inner, start, [value]));
  return ends.at(-1);
}

function hasWord(path: Path, name: string): boolean {
  return path.some((node) => node.kind === "word" && node.name === name);
}
