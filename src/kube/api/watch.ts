/** A typed watch: what happens to objects after a point in time. */

import { Fields } from "../kubeconfig/fields.ts";
import type { KubeClient, Query } from "./client.ts";
import { ApiError, ConnectionError } from "./errors.ts";
import { parseJson } from "./json.ts";
import { type KubeObject, type ObjectKey, pathOf, type Resource } from "./resource.ts";
import { readStatus } from "./status.ts";
import { textLines } from "./text_lines.ts";

export type WatchEvent<T> =
  | { readonly type: "ADDED" | "MODIFIED" | "DELETED"; readonly object: T }
  /** Nothing happened up to this version. */
  | { readonly type: "BOOKMARK"; readonly resourceVersion: string };

export interface WatchOptions {
  readonly query?: Query;
  /** Of the list or the event after which it goes on. */
  readonly resourceVersion: string;
  readonly signal?: AbortSignal;
}

/** Milliseconds: the server sends a bookmark about every minute, and something on the way may hold back all. */
const idleLimit = 90_000;

/**
 * Ends when the server ends it, which it does every few minutes; the last event's resourceVersion is
 * where to go on.
 * @throws {ApiError} with code 410 where that version is too old by now
 * @throws {ConnectionError} where it broke off, or nothing came for a minute and a half
 */
export async function* watch<T extends KubeObject>(
  client: Pick<KubeClient, "open">,
  resource: Resource,
  key: ObjectKey,
  { query, resourceVersion, signal }: WatchOptions,
): AsyncGenerator<WatchEvent<T>> {
  const all = { ...query, watch: "true", allowWatchBookmarks: "true", resourceVersion };
  const bytes = await client.open(pathOf(resource, key), { query: all, signal }, idleLimit);
  for await (const line of textLines(bytes)) {
    if (line.trim() !== "") yield readEvent<T>(line);
  }
}

/** @throws {ApiError} for what the server sends as an error */
function readEvent<T extends KubeObject>(line: string): WatchEvent<T> {
  const { type, object } = parseEvent(line);
  switch (type) {
    case "ADDED":
    case "MODIFIED":
    case "DELETED":
      return { type, object: object as T };
    case "BOOKMARK":
      return { type, resourceVersion: object.metadata.resourceVersion ?? "" };
    default: {
      const status = readStatus(new Fields(object, "object"));
      throw new ApiError(status.code ?? 500, status);
    }
  }
}

function parseEvent(line: string): { type?: string; object: KubeObject } {
  try {
    const event = parseJson(line) as { type?: string; object: KubeObject };
    if (event.type === "ERROR" || event.object.metadata.name !== undefined) return event;
    if (event.type === "BOOKMARK" && event.object.metadata.resourceVersion) return event;
    throw new TypeError("no event of an object");
  } catch (cause) {
    throw new ConnectionError(
      "error: the server answered a watch with something that is no event\nIs this the address of a Kubernetes API server? Something else may stand in front of it.",
      { kind: "garbled", sent: false },
      { cause },
    );
  }
}
