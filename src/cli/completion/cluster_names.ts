/** Names of what is in the cluster, asked for with the connection flags that were typed. */

import {
  appRepositories,
  type AppRepository,
  isAppRepositoryType,
} from "../../apprepo/app_repository.ts";
import { receiverLabels } from "../../apprepo/doctor/look/receivers.ts";
import { isMarked } from "../../apprepo/grant/objects/marks.ts";
import { serviceAccounts } from "../../apprepo/grant/objects/resources.ts";
import { hookNameOf } from "../../apprepo/hook/hook.ts";
import { maskSecrets } from "../../apprepo/sync/log/mask.ts";
import type { Host } from "../../host.ts";
import { KubeClient } from "../../kube/api/client.ts";
import type { KubeObject, Resource } from "../../kube/api/resource.ts";
import { loadConnection } from "../../kube/kubeconfig/connection.ts";
import { userAgent } from "../connect.ts";
import { completeConnectionFlags, type ConnectionValues } from "../flags/connection_flags.ts";
import type { Candidate, ClusterNames } from "./offer.ts";

const namespaces: Resource = {
  group: "",
  version: "v1",
  plural: "namespaces",
  kind: "Namespace",
  namespaced: false,
};

/** Of one answer: a page of many small objects is quicker than several. */
const pageSize = 2_000;

/**
 * @param typed may begin with what is not part of a name: `TYPE/`, `NAMESPACE/`, `NAMESPACE:`
 * @throws {ConfigError} {ApiError} {ConnectionError}
 */
export async function clusterNames(
  host: Host,
  what: ClusterNames,
  values: ConnectionValues,
  typed: string,
): Promise<Candidate[]> {
  const connection = await loadConnection(host, completeConnectionFlags(values));
  const warning = () => {};
  const client = await KubeClient.open(host, connection, { userAgent: userAgent(), warning });
  const [before = "", name = ""] = /^([^/:]*)[/:]/.exec(typed) ?? [];
  switch (what) {
    case "namespaces":
      return await list(client, namespaces, undefined);
    case "accounts": {
      const candidates = await list(
        client,
        serviceAccounts,
        name || client.namespace,
        (account) => isMarked(account) ? "granted" : undefined,
      );
      return withPrefix(before, candidates.filter(({ value }) => hookNameOf(value) === undefined));
    }
    case "receivers":
      return await receiversOf(client);
    case "hooks":
      return await hooksIn(client);
    case "repositories":
      if (before !== "" && !isAppRepositoryType(name)) return [];
      return withPrefix(before, await repositoriesIn(client, client.namespace));
    case "granted": {
      const namespace = name === "" || isAppRepositoryType(name) ? client.namespace : name;
      return withPrefix(before, await repositoriesIn(client, namespace));
    }
  }
}

/** By their ServiceAccounts: who may not list Secrets sees them, too. */
async function hooksIn(client: KubeClient): Promise<Candidate[]> {
  const accounts = await list(client, serviceAccounts, client.namespace);
  return accounts.flatMap(({ value }) => {
    const name = hookNameOf(value);
    return name === undefined ? [] : [{ value: name }];
  });
}

/** Of all namespaces, as `serve --manifests --hooks` labels them. */
async function receiversOf(client: KubeClient): Promise<Candidate[]> {
  const query = { labelSelector: receiverLabels };
  const accounts = await Array.fromAsync(
    client.list<KubeObject>(serviceAccounts, {}, { pageSize, query }),
  );
  return accounts.map(({ metadata: { namespace, name } }) => ({ value: `${namespace}:${name}` }));
}

function repositoriesIn(client: KubeClient, namespace: string): Promise<Candidate[]> {
  return list<AppRepository>(client, appRepositories, namespace, ({ spec = {} }) => {
    const words = [spec.type, spec.url].filter((part) => typeof part === "string").join(" ");
    // A URL may hold a password, and this one is shown unasked.
    return maskSecrets(words) || undefined;
  });
}

async function list<T extends KubeObject>(
  client: KubeClient,
  resource: Resource,
  namespace: string | undefined,
  describe: (object: T) => string | undefined = () => undefined,
): Promise<Candidate[]> {
  const objects = await Array.fromAsync(client.list<T>(resource, { namespace }, { pageSize }));
  return objects.map((object) => ({
    value: object.metadata.name ?? "",
    description: describe(object),
  }));
}

function withPrefix(before: string, candidates: readonly Candidate[]): Candidate[] {
  return candidates.map((one) => ({ ...one, value: before + one.value }));
}
