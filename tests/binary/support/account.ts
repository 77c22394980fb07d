// Compares what the program said of a bulk refresh with what the cluster has.

import type { TestCluster } from "../../cluster/support/test_cluster.ts";

/** spec.resyncRequests of all AppRepositories in a namespace, by name. */
export async function countsOf(
  cluster: TestCluster,
  namespace: string,
): Promise<Record<string, number>> {
  using api = cluster.api();
  const path = `/apis/kubeapps.com/v1alpha1/namespaces/${namespace}/apprepositories`;
  interface List {
    items: { metadata: { name: string }; spec: { resyncRequests?: number } }[];
  }
  const { items } = await api.get<List>(path);
  return Object.fromEntries(items.map(({ metadata, spec }) => [
    metadata.name,
    spec.resyncRequests ?? 0,
  ]));
}

/** What became of each repository, as the program said it; a name for each time it was said. */
export interface Said {
  readonly refreshed: string[];
  /** Refreshed, with an answer lost on the way. */
  readonly raisedAgain: string[];
  readonly failed: string[];
  /** Of the failed: it is not known whether they were refreshed. */
  readonly unknown: string[];
  /** The last line. */
  readonly summary: string;
}

export function said({ stdout, stderr }: { stdout: string; stderr: string }): Said {
  const refreshed = stdout.split("\n").filter(Boolean).map((line) =>
    /^apprepository\.kubeapps\.com\/(\S+) refreshed$/.exec(line)?.[1] ?? line
  );
  const named = [...stderr.matchAll(/^apprepository\.kubeapps\.com\/(\S+): (.*)$/gm)].map(
    ([, name = "", text = ""]) => ({ name, text }),
  );
  function namesWhere(holds: (text: string) => boolean): string[] {
    return named.filter(({ text }) => holds(text)).map(({ name }) => name);
  }
  return {
    refreshed,
    raisedAgain: namesWhere((text) => text.includes("it was raised again")),
    failed: namesWhere((text) => !text.includes("it was raised again")),
    unknown: namesWhere((text) => text.includes("it is not known whether")),
    summary: stderr.trimEnd().split("\n").at(-1) ?? "",
  };
}
