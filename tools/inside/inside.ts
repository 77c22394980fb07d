import type { Component } from "./component.ts";
import { crates, icuVersion } from "./crates.ts";
import { bundledPackages } from "./packages.ts";
import { runtime } from "./runtime.ts";

/** All whose licence is at hand: the bundled packages, and the big parts of the runtime. */
export async function licensed(): Promise<Component[]> {
  return [...await bundledPackages(), ...await runtime()];
}

/**
 * All that is known to be in the program.
 * @param program that was compiled for Linux on amd64
 */
export async function inside(program: Uint8Array): Promise<Component[]> {
  const text = new TextDecoder("latin1").decode(program);
  const icu = icuVersion(text);
  const parts = (await licensed()).map((one) =>
    one.name === "icu" && icu !== undefined
      ? { ...one, version: icu, purl: `${one.purl}@release-${icu}` }
      : one
  );
  return [...parts, ...crates(text)];
}
