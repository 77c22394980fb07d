import type { KubeObject, ObjectMeta } from "../../kube/api/resource.ts";
import type { RepositoryKey } from "../app_repository.ts";

const nameLabel = "apprepositories.kubeapps.com/repo-name";
const namespaceLabel = "apprepositories.kubeapps.com/repo-namespace";

/** What makes Pods, as far as it is read. */
export interface PodTemplate {
  readonly metadata?: Pick<ObjectMeta, "labels">;
  readonly spec?: { readonly containers?: readonly { readonly name?: string }[] };
}

/** Which repository the labels name; undefined where they name none. */
export function labelledRepository(
  { labels = {} }: Pick<ObjectMeta, "labels">,
): RepositoryKey | undefined {
  const name = labels[nameLabel];
  const namespace = labels[namespaceLabel];
  return name && namespace ? { namespace, name } : undefined;
}

/**
 * The repository of a Job, by the labels of its Pods: its own are there only by the API server's
 * defaulting, and not at all where Kubeapps' controller runs with `--custom-annotations`.
 * @returns undefined for what is no sync: the Job that cleans up after a repository has the same labels
 */
export function syncedRepository({ spec }: KubeObject): RepositoryKey | undefined {
  const { template } = (spec ?? {}) as { template?: PodTemplate };
  const isSync = template?.spec?.containers?.some(({ name }) => name === syncContainer);
  return isSync ? labelledRepository(template?.metadata ?? {}) : undefined;
}

/** Whose log tells of the sync. */
export const syncContainer = "sync";
