/** Where Kubeapps is, and which namespaces' AppRepositories it shows everywhere. */

import type { KubeClient } from "../../kube/api/client.ts";
import { ApiError } from "../../kube/api/errors.ts";
import type { KubeObject } from "../../kube/api/resource.ts";
import { deployments } from "../grant/objects/resources.ts";

export interface Kubeapps {
  /** In which it is installed; several where there are several. */
  readonly namespaces: readonly string[];
  /** Whose AppRepositories every namespace sees. */
  readonly globalNamespaces: readonly string[];
}

const usualNamespace = "kubeapps";
const labelSelector = "app.kubernetes.io/component=apprepository,app.kubernetes.io/name=kubeapps";

/** Goes by the Deployment of Kubeapps' controller, by custom where the caller can't see one. */
export async function findKubeapps(client: KubeClient, signal: AbortSignal): Promise<Kubeapps> {
  const found = await controllers(client, undefined, signal) ??
    await controllers(client, usualNamespace, signal) ?? [];
  if (found.length === 0) {
    return { namespaces: [usualNamespace], globalNamespaces: [usualNamespace] };
  }
  const namespaces = unique(found.map(({ metadata }) => metadata.namespace ?? ""));
  const named = found.flatMap((deployment) =>
    ["namespace", "global-repos-namespace"].flatMap((flag) => flagValues(deployment, flag))
  );
  return { namespaces, globalNamespaces: unique([...namespaces, ...named]) };
}

/** @returns undefined where the caller may not look */
async function controllers(
  client: KubeClient,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<KubeObject[] | undefined> {
  try {
    const query = { labelSelector };
    return await Array.fromAsync(client.list(deployments, { namespace }, { query, signal }));
  } catch (error) {
    if (error instanceof ApiError && error.code === 403) return undefined;
    throw error;
  }
}

interface PodTemplate {
  readonly template?: {
    readonly spec?: {
      readonly containers?: readonly {
        readonly command?: readonly string[];
        readonly args?: readonly string[];
      }[];
    };
  };
}

/** Of `--flag=value` and `--flag value`, in any container. */
function flagValues({ spec }: KubeObject, flag: string): string[] {
  const containers = (spec as PodTemplate | undefined)?.template?.spec?.containers ?? [];
  return containers.flatMap(({ command = [], args = [] }) => {
    const words = [...command, ...args];
    return words.flatMap((word, at) => {
      const [name, value = words[at + 1]] = splitOnce(word);
      const isFlag = name === `--${flag}` || name === `-${flag}`;
      return isFlag && value ? [value] : [];
    });
  });
}

function splitOnce(word: string): [string, string | undefined] {
  const at = word.indexOf("=");
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
