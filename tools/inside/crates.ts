import type { Component } from "./component.ts";

/** Where cargo unpacks what it builds; the paths stay in the program for messages of a panic. */
const CRATE =
  /[/\\]registry[/\\]src[/\\][^/\\]+[/\\]([A-Za-z0-9_-]+)-(\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?)[/\\]/g;

/**
 * The Rust crates that the runtime was built from, as far as its program names them: those of which
 * no path was left in are missing. Their licences are not in it.
 * @param program of any platform, a character a byte
 */
export function crates(program: string): Component[] {
  const found = new Map<string, Component>();
  for (const [, name = "", version] of program.matchAll(CRATE)) {
    const purl = `pkg:cargo/${name}@${version!.replace("+", "%2B")}`;
    const home = `https://crates.io/crates/${name}`;
    found.set(purl, { name, version, purl, home, within: "deno" });
  }
  return [...found.values()];
}

/** ICU's version, which the names of its data begin with: `icudt77l`. */
export function icuVersion(program: string): string | undefined {
  return /icudt(\d+)l/.exec(program)?.[1];
}
