// One row of the table: one kubeconfig, given to kubectl and to us.

import type { World } from "./world.ts";

export interface Row {
  /** What the row is about, as a sentence that begins with the bullet. */
  readonly name: string;
  /** The files of the row's folder; `config` is what KUBECONFIG names unless `env` says otherwise. */
  readonly files: (world: World) => Files | Promise<Files>;
  /** Beside PATH, HOME (the row's folder) and KUBECONFIG. */
  readonly env?: (world: World, folder: string) => Record<string, string>;
  /** Connection flags, for both. */
  readonly flags?: (world: World, folder: string) => string[];
  readonly expect: Expectation;
  /** Looks at what both left behind, beside what they printed; called for each of the two. */
  readonly alsoHolds?: (world: World, folder: string, program: "kubectl" | "ours") => void;
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

export type Expectation =
  /** Both reach the same server with the same namespace, as the same user. */
  | "same"
  /** Both fail; each error has these words. */
  | { readonly error: RegExp }
  /** We do otherwise than kubectl; docs/connecting.md says why. */
  | { readonly kubectl: RegExp | "connects"; readonly ours: RegExp | "connects" };

type Dict = Record<string, unknown>;

/** A kubeconfig with one context, as JSON, which is YAML too. */
export function config(cluster: Dict, user: Dict = {}, context: Dict = {}): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "x",
    contexts: [{ name: "x", context: { cluster: "c", user: "u", ...context } }],
    clusters: [{ name: "c", cluster }],
    users: [{ name: "u", user }],
  });
}
