import { appRepositories, type RepositoryKey } from "../../../apprepo/app_repository.ts";
import { objectName } from "../../../kube/api/resource.ts";

/** How reports name one, with its namespace where there are several. */
export function repositoryLabel(
  { namespace, name }: RepositoryKey,
  { namespaces }: { readonly namespaces: boolean },
): string {
  const where = namespaces ? ` (namespace ${namespace})` : "";
  return `${objectName(appRepositories, name)}${where}`;
}
