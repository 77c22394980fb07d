/** Makes an object, or changes the one that is there, whoever else does the same at the same time. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError, ConnectionError } from "../../../kube/api/errors.ts";
import { type KubeObject, pathOf, type Resource } from "../../../kube/api/resource.ts";
import { backoff } from "../../../kube/api/retry.ts";
import type { Timing } from "../../refresh/refresh_options.ts";

export type Outcome = "created" | "configured" | "unchanged" | "deleted";

/** What became of one object. */
export interface Made {
  readonly resource: Resource;
  readonly object: KubeObject;
  readonly outcome: Outcome;
}

export interface Writing {
  /** `client` sends no write at all, `server` has the API server check it and store nothing. */
  readonly dryRun: "none" | "client" | "server";
  readonly fieldManager: string;
  readonly signal: AbortSignal;
  readonly timing: Timing;
}

const attempts = 10;

/**
 * @param merge what the object that is there should become; the same one where it may stay
 * @throws {ApiError} {ConnectionError} and what `merge` throws
 */
export async function ensure<T extends KubeObject>(
  client: KubeClient,
  resource: Resource,
  desired: T,
  merge: (existing: T) => T,
  writing: Writing,
): Promise<Made> {
  for (let attempt = 1;; attempt++) {
    try {
      const existing = await find<T>(client, resource, desired, writing.signal);
      if (!existing) {
        const object = await create(client, resource, desired, writing);
        return { resource, object, outcome: "created" };
      }
      const wanted = merge(existing);
      if (wanted === existing) return { resource, object: existing, outcome: "unchanged" };
      const object = await replace(client, resource, wanted, writing);
      return { resource, object, outcome: "configured" };
    } catch (error) {
      if (attempt === attempts || !mayPass(error)) throw error;
      await writing.timing.sleep(backoff(attempt, writing.timing.random()), writing.signal);
    }
  }
}

/** @returns undefined where there is none */
export async function find<T extends KubeObject>(
  client: Pick<KubeClient, "get">,
  resource: Resource,
  { metadata: { namespace, name } }: Pick<KubeObject, "metadata">,
  signal: AbortSignal,
): Promise<T | undefined> {
  try {
    return await client.get<T>(resource, { namespace, name }, { signal });
  } catch (error) {
    if (error instanceof ApiError && error.code === 404 && !error.isUnknownType) return undefined;
    throw error;
  }
}

function create<T extends KubeObject>(
  client: KubeClient,
  resource: Resource,
  object: T,
  writing: Writing,
): Promise<T> {
  if (writing.dryRun === "client") return Promise.resolve(object);
  const path = pathOf(resource, { namespace: object.metadata.namespace });
  const { signal } = writing;
  return client.request<T>("POST", path, { body: object, query: writeQuery(writing), signal });
}

/**
 * Changes an object that was read a moment ago, or deletes it.
 * @param edit what it should become; undefined for nothing at all, the same one where it may stay
 * @returns undefined where nothing was to be done
 */
export async function change<T extends KubeObject>(
  client: KubeClient,
  resource: Resource,
  read: T,
  edit: (existing: T) => T | undefined,
  writing: Writing,
): Promise<Made | undefined> {
  let existing: T | undefined = read;
  for (let attempt = 1; existing; attempt++) {
    try {
      const wanted = edit(existing);
      if (wanted === existing) return undefined;
      if (wanted !== undefined) {
        const object = await replace(client, resource, wanted, writing);
        return { resource, object, outcome: "configured" };
      }
      await remove(client, resource, existing, writing);
      return { resource, object: existing, outcome: "deleted" };
    } catch (error) {
      const isGone = error instanceof ApiError && error.code === 404;
      if (!isGone && (attempt === attempts || !mayPass(error))) throw error;
      existing = await find<T>(client, resource, read, writing.signal);
    }
  }
  return undefined;
}

async function replace<T extends KubeObject>(
  client: KubeClient,
  resource: Resource,
  object: T,
  writing: Writing,
): Promise<T> {
  if (writing.dryRun === "client") return object;
  return await client.update(resource, object, writeQuery(writing), writing.signal);
}

/** Only as it was read: what somebody has changed since is looked at again. */
async function remove(
  client: KubeClient,
  resource: Resource,
  { metadata: { namespace, name, uid, resourceVersion } }: KubeObject,
  writing: Writing,
): Promise<void> {
  if (writing.dryRun === "client") return;
  const body = {
    apiVersion: "v1",
    kind: "DeleteOptions",
    propagationPolicy: "Background",
    preconditions: { uid, resourceVersion },
    // In the query, where there is a body, the API server would not look for it.
    ...(writing.dryRun === "server" ? { dryRun: ["All"] } : {}),
  };
  const path = pathOf(resource, { namespace, name });
  await client.request("DELETE", path, { body, signal: writing.signal });
}

function writeQuery({ dryRun, fieldManager }: Writing) {
  return { fieldManager, dryRun: dryRun === "server" ? "All" : undefined };
}

/** Somebody was quicker, or nobody knows whether the write was done: looking again tells. */
function mayPass(error: unknown): boolean {
  if (error instanceof ApiError) return error.code === 409 || error.code >= 500;
  return error instanceof ConnectionError && error.details.kind === "broken";
}
