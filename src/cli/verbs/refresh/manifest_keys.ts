/** The AppRepositories that manifests name: YAML or JSON, one or many documents, Lists. */

import { loadAll } from "js-yaml";
import { isAppRepositoryType, type RepositoryKey } from "../../../apprepo/app_repository.ts";
import { FileError, type Files, type Input } from "../../../host.ts";
import { Fields } from "../../../kube/kubeconfig/fields.ts";
import { pathSegmentFault } from "../../../kube/api/resource.ts";
import { UsageError } from "../../usage_error.ts";

/** Where manifests are read from. */
interface Sources {
  readonly files: Files;
  readonly stdin: Pick<Input, "readText">;
}

export interface NamespaceRule {
  /** Where a document names none. */
  readonly fallback: string;
  /** What `--namespace` names, which every document must agree with. */
  readonly enforced?: string;
}

/**
 * @param files paths; `-` is stdin
 * @returns each repository once
 * @throws {UsageError} naming the file, and what is wrong in it
 */
export async function readManifestKeys(
  host: Sources,
  files: readonly string[],
  namespaces: NamespaceRule,
): Promise<RepositoryKey[]> {
  const keys = new Map<string, RepositoryKey>();
  for (const file of files) {
    for (const document of parseDocuments(file, await readManifest(host, file))) {
      for (const key of documentKeys(file, document, namespaces)) {
        keys.set(`${key.namespace}/${key.name}`, key);
      }
    }
  }
  if (keys.size === 0) throw new UsageError("no objects passed to refresh");
  return [...keys.values()];
}

async function readManifest(host: Sources, file: string): Promise<string> {
  if (file === "-") return await host.stdin.readText();
  try {
    return await host.files.readText(file);
  } catch (error) {
    const kind = error instanceof FileError ? error.kind : "other";
    if (kind === "missing") {
      const url = /^https?:\/\//.test(file);
      throw new UsageError(
        url
          ? `--filename takes files and - for stdin, not URLs: curl ${file} | kubectl apprepo refresh -f -`
          : `the path ${JSON.stringify(file)} does not exist`,
      );
    }
    if (kind === "directory") {
      throw new UsageError(
        `--filename takes files and - for stdin; ${JSON.stringify(file)} is a folder`,
      );
    }
    throw error;
  }
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

function documentKeys(file: string, document: unknown, namespaces: NamespaceRule): RepositoryKey[] {
  try {
    const fields = new Fields(document, "");
    const kind = fields.string("kind") ?? fail("the object has no kind");
    if (kind.endsWith("List") && fields.any("items") !== undefined) {
      const items = fields.any("items");
      if (!Array.isArray(items)) fail("items is not a list");
      return items.flatMap((item) => documentKeys(file, item, namespaces));
    }
    const [group = ""] = (fields.string("apiVersion") ?? "").split("/");
    if (!isAppRepositoryType(`${kind}.${group}`) || group !== "kubeapps.com") {
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
