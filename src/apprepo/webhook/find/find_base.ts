/** Finds in the cluster the address under which a webhook comes in. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { refreshPath, type WebhookTarget } from "../target.ts";
import { type Backend, findBackends } from "./backend.ts";
import { choose } from "./choose.ts";
import type { Entrance } from "./entrance.ts";
import { findEntrances, type Seen } from "./entrances.ts";
import { ambiguous, nothingFound } from "./find_errors.ts";
import { findReleases, instanceOf } from "../../kubeapps/releases.ts";

export interface FoundBase {
  readonly baseUrl: string;
  /** What leads there, such as `ingress.networking.k8s.io/kubeapps in namespace "kubeapps"`. */
  readonly foundIn: string;
  /** Our own receiver takes the webhook's path; else Kubeapps itself does. */
  readonly receiver: boolean;
  readonly namespace: string;
  /** The annotation by which TLS may be elsewhere than seen; of use where the base is plain http. */
  readonly tlsHint?: string;
  /** Of the Kubeapps that takes it; undefined with a receiver, and where it can't be told. */
  readonly kubeappsVersion?: string;
  /** What could not be looked at, each a sentence without its full stop. */
  readonly notes: readonly string[];
}

/**
 * Only what leads to Kubeapps' frontend or to our receiver in their own namespace counts: an Ingress
 * of somebody else's could harvest tokens.
 *
 * @throws {Error} listing what was seen where not exactly one address fits
 * @throws {ApiError} {ConnectionError}
 */
export async function findBase(
  client: Pick<KubeClient, "get" | "list">,
  target: WebhookTarget,
  signal: AbortSignal,
): Promise<FoundBase> {
  const backends = await allBackends(client, signal);
  const seen = await findEntrances(client, backends, refreshPath(target), signal);
  const fitting = fit(backends, seen);
  const entrance = fitting.find(({ tlsHint }) => tlsHint !== undefined) ?? fitting[0]!;
  const { backend: { kind, namespace }, baseUrl = "", object: foundIn } = entrance;
  const receiver = kind === "receiver";
  return {
    baseUrl,
    foundIn,
    receiver,
    namespace,
    tlsHint: entrance.tlsHint,
    kubeappsVersion: receiver ? undefined : await versionIfSeen(client, entrance.backend, signal),
    notes: [...seen.notes, ...strangerNote(backends, entrance.backend)],
  };
}

/** It may be right, but anybody can make a Service with the receiver's labels in a namespace of theirs. */
function strangerNote(backends: readonly Backend[], { kind, namespace }: Backend): string[] {
  const kubeapps = backends.find((one) => one.kind === "kubeapps")?.namespace;
  if (kind !== "receiver" || kubeapps === undefined || kubeapps === namespace) return [];
  return [`the receiver at this address is in namespace "${namespace}", Kubeapps in "${kubeapps}"`];
}

async function allBackends(
  client: Pick<KubeClient, "list">,
  signal: AbortSignal,
): Promise<Backend[]> {
  try {
    return await findBackends(client, signal);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 403) throw error;
    error.message +=
      "\nKubeapps is looked for in all namespaces; give its address with --base-url instead, such as https://kubeapps.example.com";
    throw error;
  }
}

/** @returns the entrances of the one address */
function fit(backends: readonly Backend[], seen: Seen): readonly Entrance[] {
  const addressed = seen.entrances.filter(({ baseUrl }) => baseUrl !== undefined);
  const usable = choose(addressed, backends);
  if (usable.length === 0) throw nothingFound(backends, seen);
  const addresses = new Set(usable.map(({ baseUrl }) => baseUrl));
  // Of two that call themselves Kubeapps, one may be somebody's trap, even if the other has no address.
  const doubtful = ["kubeapps", "receiver"].some((kind) =>
    new Set(backends.filter((one) => one.kind === kind).map((one) => one.namespace)).size > 1
  );
  if (addresses.size > 1 || doubtful) throw ambiguous(backends, usable, seen);
  return usable;
}

/** Of the release that the Service is of; where its label tells nothing, of any in the namespace. */
async function versionIfSeen(
  client: Pick<KubeClient, "list">,
  { namespace, service }: Backend,
  signal: AbortSignal,
): Promise<string | undefined> {
  const releases = await findReleases(client, namespace, signal) ?? [];
  const own = releases.find(({ instance }) => instance === instanceOf(service));
  return (own ?? releases[0])?.version;
}
