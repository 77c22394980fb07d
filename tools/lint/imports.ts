/** Which files a file of the program imports, and the circles among them. */

import { dirname, join } from "node:path/posix";

/** `import … from "x"`, `export … from "x"` and `import("x")`, types included. */
const imported = /^(?:import|export)\b[^;"]*?\bfrom\s+"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;

/** @returns paths below the project's root; packages and built-ins are left out */
export function importsOf(file: string, source: string): string[] {
  return [...source.matchAll(imported)].flatMap(([, named, dynamic]) => {
    const specifier = named ?? dynamic ?? "";
    return specifier.startsWith(".") ? [join(dirname(file), specifier)] : [];
  });
}

/**
 * @param read what a file of the project holds, or undefined where there is none
 * @returns the shortest way from `start` back to itself, both ends included
 */
export function circleThrough(
  start: string,
  source: string,
  read: (file: string) => string | undefined,
): string[] | undefined {
  const cameFrom = new Map<string, string>();
  let ring = [start];
  while (ring.length > 0) {
    const next: string[] = [];
    for (const file of ring) {
      const text = file === start ? source : read(file) ?? "";
      for (const to of importsOf(file, text)) {
        if (to === start) return wayBack(start, file, cameFrom);
        if (cameFrom.has(to)) continue;
        cameFrom.set(to, file);
        next.push(to);
      }
    }
    ring = next;
  }
  return undefined;
}

function wayBack(start: string, last: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [start];
  for (let file: string | undefined = last; file !== undefined && file !== start;) {
    way.unshift(file);
    file = cameFrom.get(file);
  }
  return [start, ...way];
}
