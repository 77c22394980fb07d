/** Makes an object, or changes the one that is there, whoever else does the same at the same time. */

import type { KubeClient } from "../../kube/client.ts";
import { ApiError, ConnectionError } from "../../kube/errors.ts";
import { type KubeObject, pathOf, type Resource } from "../../kube/resource.ts";
import { backoff } from "../../kube/retry.ts";
import type { Timing } from "../refresh.ts";

export type Outcome = "created" | "configured" | "unchanged" | "deleted";

/** What became of one object. */
export interface Made {
  readonly resource: Resource;
  readonly object: KubeObject;
  readonly outcome: Outcome;
}

export interface Writing {
  /** Has the API server check everything and store nothing. */
  readonly dryRun: boolean;
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
      const object = await client.update(resource, wanted, writeQuery(writing), writing.signal);
      return { resource, object, outcome: "configured" };
    } catch (error) {
      if (attempt === attempts || !mayPass(error)) throw error;
      await writing.timing.sleep(backoff(attempt, writing.timing.random()), writing.signal);
    }
  }
}

/** @returns undefined where there is none */
export async function find<T extends KubeObject>(
  client: KubeClient,
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

export function create<T extends KubeObject>(
  client: KubeClient,
  resource: Resource,
  object: T,
  writing: Writing,
): Promise<T> {
  const path = pathOf(resource, { namespace: object.metadata.namespace });
  const { signal } = writing;
  return client.request<T>("POST", path, { body: object, query: writeQuery(writing), signal });
}

/** @returns whether there was one to delete */
export async function remove(
  client: KubeClient,
  resource: Resource,
  { metadata: { namespace, name } }: KubeObject,
  writing: Writing,
): Promise<boolean> {
  const query = { dryRun: writing.dryRun ? "All" : undefined };
  const body = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: "Background" };
  try {
    await client.request("DELETE", pathOf(resource, { namespace, name }), {
      query,
      body,
      signal: writing.signal,
    });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return false;
    throw error;
  }
}

function writeQuery({ dryRun, fieldManager }: Writing) {
  return { fieldManager, dryRun: dryRun ? "All" : undefined };
}

/** Somebody was quicker, or nobody knows whether the write was done: looking again tells. */
function mayPass(error: unknown): boolean {
  if (error instanceof ApiError) return error.code === 409 || error.code >= 500;
  return error instanceof ConnectionError && error.details.kind === "broken";
}
