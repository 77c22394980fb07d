// AppRepositories, made and read by a client that is not the one under test.

import type { Api } from "../../../testcluster/api.ts";

export interface AppRepository {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace: string;
    uid: string;
    resourceVersion: string;
    generation: number;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
  };
  spec: Record<string, unknown>;
  [field: string]: unknown;
}

const CONCURRENCY = 32;

export function repositoryPath(namespace: string, name = ""): string {
  const path = `/apis/kubeapps.com/v1alpha1/namespaces/${namespace}/apprepositories`;
  return name === "" ? path : `${path}/${name}`;
}

/** @param spec added to a type and a URL */
export function createRepository(
  api: Api,
  namespace: string,
  name: string,
  spec: Record<string, unknown> = {},
  metadata: Record<string, unknown> = {},
): Promise<AppRepository> {
  return api.create(repositoryPath(namespace), {
    apiVersion: "kubeapps.com/v1alpha1",
    kind: "AppRepository",
    metadata: { name, ...metadata },
    spec: { type: "helm", url: `https://charts.example.com/${name}`, ...spec },
  });
}

/** @returns the names: repo-0000, repo-0001, … */
export async function createRepositories(
  api: Api,
  namespace: string,
  count: number,
  metadata: Record<string, unknown> = {},
): Promise<string[]> {
  const names = Array.from({ length: count }, (_, i) => `repo-${String(i).padStart(4, "0")}`);
  const waiting = names.values();
  const workers = Array.from({ length: CONCURRENCY }, async () => {
    for (const name of waiting) await createRepository(api, namespace, name, {}, metadata);
  });
  await Promise.all(workers);
  return names;
}
