/** What a shell can complete a word with, as flags and commands declare it. */

/** One of a flag's or command's own values, with what it means where its name does not say so. */
export type OfferedWord = string | readonly [value: string, description: string];

/**
 * Words; or files or folders, which the shell knows; or names that are looked up: entries of the
 * kubeconfig, objects of the cluster, the checks of `doctor`.
 */
export type Offer = readonly OfferedWord[] | "files" | "folders" | LookedUp;

export type LookedUp = KubeconfigNames | ClusterNames | "checks";

export type KubeconfigNames = "contexts" | "clusters" | "users";

export type ClusterNames =
  | "namespaces"
  | "repositories"
  | "granted"
  | "accounts"
  | "receivers"
  | "hooks";

export interface NamesOffer {
  /**
   * `repositories` are `NAME` or `TYPE/NAME` in the namespace of the command; `granted` are `NAME` or
   * `NAMESPACE/NAME`, as `grant` takes them; `hooks` are those of the namespace of the command.
   */
  readonly offer: readonly OfferedWord[] | "repositories" | "granted" | "hooks";
  /** How many there may be; any number without it. */
  readonly most?: number;
}

/** One line of what a shell shows. */
export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/**
 * What a shell is told below the candidates, added up.
 * Source: ShellCompDirective in github.com/spf13/cobra, completions.go.
 */
export const directives = { noSpace: 2, noFiles: 4, onlyFolders: 16 } as const;

export interface Completion {
  readonly candidates: readonly Candidate[];
  /** A sum of {@link directives}; 0 lets the shell offer files. */
  readonly directive: number;
}

export function startingWith(typed: string, candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ value }) => value.startsWith(typed));
}
