/** The AppRepositories that manifests name: YAML or JSON, one or many documents, Lists. */

import { loadAll } from "js-yaml";
import { isAppRepositoryType, type RepositoryKey } from "../../../apprepo/app_repository.ts";
import { Fields } from "../../../kube/kubeconfig/fields.ts";
import { pathSegmentFault } from "../../../kube/api/resource.ts";
import { UsageError } from "../../usage_error.ts";
import type { Manifest } from "./manifest_files.ts";

export interface NamespaceRule {
  /** Where a document names none. */
  readonly fallback: string;
  /** What `--namespace` names, which every document must agree with. */
  readonly enforced?: string;
}

/** What manifests hold. */
export interface ManifestKeys {
  /** Each repository once. */
  readonly keys: readonly RepositoryKey[];
  /** How many objects of other kinds stood beside them in folders and kustomizations. */
  readonly passedOver: number;
}

/** @throws {UsageError} naming the file, and what is wrong in it */
export async function readManifestKeys(
  manifests: AsyncIterable<Manifest>,
  namespaces: NamespaceRule,
): Promise<ManifestKeys> {
  const keys = new Map<string, RepositoryKey>();
  let passedOver = 0;
  for await (const { name, text, isNamed } of manifests) {
    for (const document of parseDocuments(name, text)) {
      for (const key of documentKeys(name, document, namespaces, isNamed)) {
        if (key) keys.set(`${key.namespace}/${key.name}`, key);
        else passedOver++;
      }
    }
  }
  if (keys.size === 0) throw new UsageError("no objects passed to refresh");
  return { keys: [...keys.values()], passedOver };
}

function parseDocuments(file: string, text: string): unknown[] {
  try {
    return loadAll(text).filter((document) => document !== null && document !== undefined);
  } catch (error) {
    const { reason, mark } = error as { reason?: string; mark?: { line: number } };
    const what = reason && mark ? `line ${mark.line + 1}: ${reason}` : String(error);
    throw new UsageError(`error parsing ${file}: ${what}`, { cause: error });
  }
}

/** @returns undefined for each object of another kind where such may stand beside */
function documentKeys(
  file: string,
  document: unknown,
  namespaces: NamespaceRule,
  isNamed: boolean,
): (RepositoryKey | undefined)[] {
  try {
    const fields = new Fields(document, "");
    const kind = fields.string("kind") ?? fail("the object has no kind");
    if (kind.endsWith("List") && fields.any("items") !== undefined) {
      const items = fields.any("items");
      if (!Array.isArray(items)) fail("items is not a list");
      return items.flatMap((item) => documentKeys(file, item, namespaces, isNamed));
    }
    const [group = ""] = (fields.string("apiVersion") ?? "").split("/");
    if (!isAppRepositoryType(`${kind}.${group}`) || group !== "kubeapps.com") {
      if (!isNamed) return [undefined];
      fail(
        `holds a ${kind} of apiVersion ${
          fields.string("apiVersion")
        }; only AppRepositories of kubeapps.com can be refreshed`,
      );
    }
    return [repositoryKey(fields.fields("metadata"), namespaces)];
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}

function repositoryKey(metadata: Fields | undefined, rule: NamespaceRule): RepositoryKey {
  const name = metadata?.string("name") ?? fail("the object has no metadata.name");
  const namespace = metadata?.string("namespace") ?? rule.fallback;
  if (rule.enforced !== undefined && namespace !== rule.enforced) {
    throw new UsageError(
      `the namespace from the provided object "${namespace}" does not match the namespace "${rule.enforced}". You must pass '--namespace=${namespace}' to perform this operation.`,
    );
  }
  checkSegment("resource name", name);
  checkSegment("namespace", namespace);
  return { namespace, name };
}

function checkSegment(what: string, text: string): void {
  const fault = pathSegmentFault(text);
  if (fault) fail(`invalid ${what} ${JSON.stringify(text)}: [${fault}]`);
}

function fail(message: string): never {
  throw new Error(message);
}
