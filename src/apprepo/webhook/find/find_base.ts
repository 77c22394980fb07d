/** Finds in the cluster the address under which a webhook comes in. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { refreshPath, type WebhookTarget } from "../target.ts";
import { type Backend, findBackends } from "./backend.ts";
import type { Entrance } from "./entrance.ts";
import { findEntrances, type Seen } from "./entrances.ts";
import { ambiguous, nothingFound } from "./find_errors.ts";
import { kubeappsVersion } from "../../kubeapps/kubeapps_version.ts";

export interface FoundBase {
  readonly baseUrl: string;
  /** What leads there, such as `ingress.networking.k8s.io/kubeapps in namespace "kubeapps"`. */
  readonly foundIn: string;
  /** Our own receiver takes the webhook's path; else Kubeapps itself does. */
  readonly receiver: boolean;
  readonly namespace: string;
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
  // Where the receiver takes the path, Kubeapps' own rule for the rest of the host is no rival.
  const entrance = fitting.find(({ backend }) => backend.kind === "receiver") ?? fitting[0]!;
  const { backend: { kind, namespace }, baseUrl = "", object: foundIn } = entrance;
  const receiver = kind === "receiver";
  return {
    baseUrl,
    foundIn,
    receiver,
    namespace,
    kubeappsVersion: receiver ? undefined : await versionIfSeen(client, namespace, signal),
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
  const usable = preferTls(seen.entrances.filter(({ baseUrl }) => baseUrl !== undefined));
  if (usable.length === 0) throw nothingFound(backends, seen);
  const addresses = new Set(usable.map(({ baseUrl }) => baseUrl));
  // Of two that call themselves Kubeapps, one may be somebody's trap, even if the other has no address.
  const doubtful = ["kubeapps", "receiver"].some((kind) =>
    new Set(backends.filter((one) => one.kind === kind).map((one) => one.namespace)).size > 1
  );
  if (addresses.size > 1 || doubtful) throw ambiguous(backends, usable, seen);
  return usable;
}

/** Where the same address is served with TLS, the one without is no choice. */
function preferTls(entrances: readonly Entrance[]): Entrance[] {
  const known = new Set(entrances.map(({ baseUrl }) => baseUrl));
  return entrances.filter(({ baseUrl = "" }) =>
    !known.has(baseUrl.replace(/^http:/, "https:")) ||
    baseUrl.startsWith("https:")
  );
}

async function versionIfSeen(
  client: Pick<KubeClient, "list">,
  namespace: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return await kubeappsVersion(client, namespace, signal);
  } catch (error) {
    if (error instanceof ApiError && error.code === 403) return undefined;
    throw error;
  }
}
