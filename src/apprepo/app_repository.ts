/** Kubeapps' AppRepository: the part of it that this tool reads or changes. */

import type { KubeObject, Resource } from "../kube/resource.ts";

export const appRepositories: Resource = {
  group: "kubeapps.com",
  version: "v1alpha1",
  plural: "apprepositories",
  kind: "AppRepository",
  namespaced: true,
};

/** Its other fields are kept as they are. */
export interface AppRepository extends KubeObject {
  spec?: {
    /** Absent means 0. Kubeapps starts a sync Job at each change. */
    resyncRequests?: number | null;
    [field: string]: unknown;
  };
}

const typeWords = ["apprepository", "apprepositories", "apprepo", "apprepos"];

/** Whether kubectl's users mean AppRepositories by the word, such as `apprepos` or `apprepository.kubeapps.com`. */
export function isAppRepositoryType(word: string): boolean {
  const suffix = /\.(v1alpha1\.)?kubeapps\.com$/;
  return typeWords.includes(word.toLowerCase().replace(suffix, ""));
}

/**
 * The same object asking for one sync more.
 * @throws {RangeError} where resyncRequests is not a number that can be raised
 */
export function raised(repository: AppRepository): AppRepository {
  const before = repository.spec?.resyncRequests ?? 0;
  if (!Number.isSafeInteger(before) || !Number.isSafeInteger(before + 1)) {
    const { name } = repository.metadata;
    const value = JSON.stringify(before);
    throw new RangeError(
      `cannot raise spec.resyncRequests of AppRepository "${name}": it is ${value}`,
    );
  }
  return {
    ...repository,
    apiVersion: `${appRepositories.group}/${appRepositories.version}`,
    kind: appRepositories.kind,
    spec: { ...repository.spec, resyncRequests: before + 1 },
  };
}
