/** Which AppRepository a webhook refreshes, and the endpoint's path for it. */

import { pathSegmentFault } from "../../kube/api/resource.ts";

export interface WebhookTarget {
  /** As Kubeapps names it, `default` unless it was set up for several. */
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
}

const label = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
const namespaceForm = new RegExp(`^${label}$`);
const nameForm = new RegExp(`^${label}(?:\\.${label})*$`);

/**
 * Where the names could not be those of real objects, or would make another path of it.
 * @throws {Error} naming the first that is no good, and why
 */
export function checkTarget({ cluster, namespace, name }: WebhookTarget): void {
  check("cluster name", cluster, clusterFault(cluster));
  const asLabel = "it may hold lower case letters, digits and '-', at most 63, and begins and ends";
  check(
    "namespace",
    namespace,
    fitsIn(63, namespaceForm, namespace) ? undefined : `${asLabel} with a letter or digit`,
  );
  const asName = "it may hold lower case letters, digits, '-' and '.', at most 253, and each part";
  check(
    "resource name",
    name,
    pathSegmentFault(name) ??
      (fitsIn(253, nameForm, name)
        ? undefined
        : `${asName} between dots begins and ends with a letter or digit`),
  );
}

/** Kubeapps takes any text for a cluster's name, as long as it stays one part of the path. */
function clusterFault(cluster: string): string | undefined {
  if (cluster === "") return "may not be empty";
  // deno-lint-ignore no-control-regex -- these are what is refused
  if (/[\0-\x1f\x7f\\]/.test(cluster)) return "may not contain control characters or '\\'";
  if (!cluster.isWellFormed()) return "is not Unicode text";
  return pathSegmentFault(cluster);
}

function fitsIn(longest: number, form: RegExp, text: string): boolean {
  return text.length <= longest && form.test(text);
}

function check(what: string, value: string, fault: string | undefined): void {
  if (fault) throw new Error(`invalid ${what} ${JSON.stringify(value)}: [${fault}]`);
}

/** Begins with a slash; every name is escaped. */
export function refreshPath({ cluster, namespace, name }: WebhookTarget): string {
  const [c, ns, n] = [cluster, namespace, name].map(encodeURIComponent);
  return `/api/v1/clusters/${c}/namespaces/${ns}/apprepositories/${n}/refresh`;
}
