import type { KubeClient } from "../../../kube/api/client.ts";
import { KubeError } from "../../../kube/api/errors.ts";
import type { RepositoryKey } from "../../app_repository.ts";
import { findBase } from "../../webhook/find/find_base.ts";
import { type Looked, seen, unseen } from "../looked.ts";
import type { EntranceSeen } from "../seen.ts";

/** Where a webhook for the repository would come in; the way is the same for all of them. */
export async function entranceSeen(
  client: KubeClient,
  key: RepositoryKey,
  signal: AbortSignal,
): Promise<Looked<EntranceSeen> | undefined> {
  try {
    const target = { cluster: "default", ...key };
    const found = await findBase(client, target, signal);
    const { baseUrl, foundIn, receiver, namespace, kubeappsVersion: version } = found;
    return seen({ baseUrl, foundIn, receiver, namespace, version });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof KubeError) return unseen(error.message.split("\n", 1)[0] ?? "");
    // None, or several: webhook-url tells what to do, and it may be outside of the cluster.
    return undefined;
  }
}
