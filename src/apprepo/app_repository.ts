/** Kubeapps' AppRepository: the part of it that this tool reads or changes. */

import { ConnectionError } from "../kube/api/errors.ts";
import type { KubeObject, Resource } from "../kube/api/resource.ts";

export interface RepositoryKey {
  readonly namespace: string;
  readonly name: string;
}

/** Of an object that an API server sent. */
export function keyOf({ metadata: { namespace = "", name = "" } }: AppRepository): RepositoryKey {
  return { namespace, name };
}

/** As a key of maps: neither part can hold a slash. */
export function repositoryId({ namespace, name }: RepositoryKey): string {
  return `${namespace}/${name}`;
}

export const appRepositories: Resource = {
  group: "kubeapps.com",
  version: "v1alpha1",
  plural: "apprepositories",
  kind: "AppRepository",
  namespaced: true,
};

/** Kubeapps' controller makes a label of the name, and never syncs a repository whose name is none. */
export const longestSyncedName = 63;

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
 * What the server sent, once it is sure that it is the AppRepository asked for: it is going to be
 * sent back, and whatever else stands at this address must not be raised.
 * @throws {ConnectionError}
 */
export function asAppRepository(sent: unknown, { namespace, name }: RepositoryKey): AppRepository {
  const { kind, apiVersion, metadata, spec } = isMapping(sent) ? sent : {};
  const fits = isMapping(metadata) && isMapping(spec ?? {}) && metadata.name === name &&
    metadata.namespace === namespace && isVersion(metadata.resourceVersion) &&
    typeof (kind ?? "") === "string" && typeof (apiVersion ?? "") === "string";
  if (fits) return sent as AppRepository;
  throw new ConnectionError(
    `error: the server answered with something that is not the AppRepository "${name}" of namespace "${namespace}"\nIs this the address of a Kubernetes API server? Something else may stand in front of it.`,
    { kind: "garbled", sent: true },
  );
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Without one the write would be blind. */
function isVersion(value: unknown): boolean {
  return typeof value === "string" && value !== "";
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
