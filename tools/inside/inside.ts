import type { Component } from "./component.ts";
import { crates, icuVersion } from "./crates.ts";
import { bundledPackages } from "./packages.ts";
import { runtime } from "./runtime.ts";

/** All whose licence is at hand: the bundled packages, and the big parts of the runtime. */
export async function licensed(): Promise<Component[]> {
  return [...await bundledPackages(), ...await runtime()];
}

/**
 * All that is known to be in one of the programs: each platform's runtime has crates of its own.
 * @param programs their paths
 */
export async function inside(programs: readonly string[]): Promise<Component[]> {
  let icu: string | undefined;
  const found = new Map<string, Component>();
  // One at a time: each has nearly 100 MB.
  for (const path of programs) {
    const text = new TextDecoder("latin1").decode(await Deno.readFile(path));
    icu ??= icuVersion(text);
    for (const crate of crates(text)) found.set(crate.purl, crate);
  }
  const parts = (await licensed()).map((one) =>
    one.name === "icu" && icu !== undefined
      ? { ...one, version: icu, purl: `${one.purl}@release-${icu}` }
      : one
  );
  const sorted = [...found.values()].sort((a, b) => a.purl < b.purl ? -1 : 1);
  return [...parts, ...sorted];
}
