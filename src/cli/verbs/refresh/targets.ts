/** The AppRepositories that a selection means, as they become known. */

import {
  appRepositories,
  type AppRepository,
  type RepositoryKey,
} from "../../../apprepo/app_repository.ts";
import { explainMissingType } from "../../../apprepo/not_found.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import type { RefreshValues } from "./flags.ts";
import type { CommandContext } from "../../context.ts";
import type { NamespaceRule } from "./manifest_keys.ts";
import type { Selection } from "../../flags/selection.ts";

export interface Target {
  readonly key: RepositoryKey;
  /** As listed. */
  readonly known?: AppRepository;
}

export interface Targets {
  readonly items: AsyncIterable<Target>;
  /** More than one was asked for. */
  readonly many: boolean;
  /** They are in several namespaces. */
  readonly namespaces: boolean;
}

/** @throws {UsageError} for a manifest that makes no sense */
export async function targetsOf(
  context: CommandContext,
  client: KubeClient,
  selection: Selection,
  values: RefreshValues,
): Promise<Targets> {
  if (selection.kind === "list") {
    const items = listed(context, client, selection);
    return { items, many: true, namespaces: selection.allNamespaces };
  }
  const keys = selection.kind === "names"
    ? selection.names.map((name) => ({ namespace: client.namespace, name }))
    : await fromFiles(context, selection, {
      fallback: client.namespace,
      enforced: values.namespace,
    });
  const namespaces = new Set(keys.map((key) => key.namespace)).size > 1;
  return { items: each(keys), many: keys.length > 1, namespaces };
}

/** The YAML library comes with it, and is a tenth of what a refresh by name costs. */
async function fromFiles(
  { host }: CommandContext,
  { files, recursive, kustomization }: Selection & { kind: "files" },
  namespaces: NamespaceRule,
): Promise<readonly RepositoryKey[]> {
  const { readManifestKeys } = await import("./manifest_keys.ts");
  const { kustomized, readManifests } = await import("./manifest_files.ts");
  const manifests = kustomization === undefined
    ? readManifests(host, files, recursive)
    : one(kustomized(host, kustomization));
  const { keys, passedOver } = await readManifestKeys(manifests, namespaces);
  if (passedOver > 0) {
    const objects = passedOver === 1 ? "1 object" : `${passedOver} objects`;
    host.stderr.write(`${objects} of other kinds passed over\n`);
  }
  return keys;
}

async function* one<T>(item: Promise<T>): AsyncGenerator<T> {
  yield await item;
}

async function* each(keys: readonly RepositoryKey[]): AsyncGenerator<Target> {
  for (const key of keys) yield { key };
}

async function* listed(
  { stop }: CommandContext,
  client: KubeClient,
  selection: Selection & { kind: "list" },
): AsyncGenerator<Target> {
  const { labelSelector, fieldSelector, allNamespaces } = selection;
  const scope = allNamespaces ? {} : { namespace: client.namespace };
  const query = { labelSelector, fieldSelector };
  try {
    for await (
      const known of client.list<AppRepository>(appRepositories, scope, { query, signal: stop })
    ) {
      const { namespace, name = "" } = known.metadata;
      // An object without a proper one is refused when its turn comes.
      const isText = typeof namespace === "string";
      yield { key: { namespace: isText ? namespace : client.namespace, name }, known };
    }
  } catch (error) {
    throw explainMissingType(error);
  }
}
