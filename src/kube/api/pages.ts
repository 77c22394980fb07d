/** Walks through a list that the API server gives in pages. */

import { ApiError, ConnectionError } from "./errors.ts";
import type { KubeObject } from "./resource.ts";

interface Page<T> {
  readonly items: readonly T[];
  /** Leads to the next page; undefined after the last. */
  readonly next?: string;
  /** Of the list: a watch that begins there misses nothing. */
  readonly resourceVersion: string;
}

/** How often to start over without having come further than the time before. */
const vainStartsAllowed = 3;

/** Asks for one page: the first without a token. */
type PageRequest = (next: string | undefined) => Promise<unknown>;

/**
 * Gives each object once. One page is asked for ahead, so that a server that goes away during the
 * work is less likely to leave it unknown what the work was. Where a page has expired on the server,
 * starts over and leaves out what was already given, as long as that leads any further.
 * @param begun is told once how old the oldest of it is, as a resourceVersion
 * @throws {ApiError} {ConnectionError} at the place in the list where it broke off
 */
export async function* eachListed<T extends KubeObject>(
  ask: PageRequest,
  begun?: (resourceVersion: string) => void,
): AsyncGenerator<T> {
  const given = new Set<string>();
  let givenAtStart = 0;
  let vainStarts = 0;
  let coming = askAhead<T>(ask, undefined);
  while (true) {
    const page = await coming;
    if (page !== "expired") {
      begun?.(page.resourceVersion);
      begun = undefined;
    }
    if (page === "expired") {
      vainStarts = given.size > givenAtStart ? 0 : vainStarts + 1;
      if (vainStarts === vainStartsAllowed) {
        throw endless("its pages expire before they can be read");
      }
      givenAtStart = given.size;
      coming = askAhead<T>(ask, undefined);
      continue;
    }
    if (page.next !== undefined) coming = askAhead<T>(ask, page.next);
    for (const item of page.items) {
      const id = `${item.metadata.namespace}/${item.metadata.name}`;
      if (given.has(id)) continue;
      given.add(id);
      yield item;
    }
    if (page.next === undefined) return;
  }
}

/** Starts the request; its failure is told where the page is wanted. */
function askAhead<T extends KubeObject>(
  ask: PageRequest,
  token: string | undefined,
): Promise<Page<T> | "expired"> {
  const coming = ask(token).then((answer) => asPage<T>(answer, token), (error) => {
    const expired = error instanceof ApiError && error.code === 410 && token !== undefined;
    if (expired) return "expired" as const;
    throw error;
  });
  coming.catch(() => {});
  return coming;
}

function asPage<T extends KubeObject>(answer: unknown, token: string | undefined): Page<T> {
  const { items, metadata } = mapping(answer) ?? {};
  const { continue: next = "", resourceVersion = "" } = mapping(metadata) ?? {};
  const list = items ?? [];
  // Any object without items would pass for an empty list, whatever it is.
  const isList = items !== undefined && Array.isArray(list) && list.every(isObject);
  if (!isList || typeof next !== "string" || typeof resourceVersion !== "string") {
    throw new ConnectionError(
      "error: the server answered with something that is not a list of objects\nIs this the address of a Kubernetes API server? Something else may stand in front of it.",
      { kind: "garbled", sent: false },
    );
  }
  if (next !== "" && next === token) throw endless("its next page is always the same");
  return { items: list, next: next || undefined, resourceVersion };
}

function isObject(item: unknown): boolean {
  const { name } = mapping(mapping(item)?.metadata) ?? {};
  return typeof name === "string" && name !== "";
}

function mapping(value: unknown): Record<string, unknown> | undefined {
  const isMapping = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMapping ? value as Record<string, unknown> : undefined;
}

function endless(why: string): ConnectionError {
  return new ConnectionError(`error: the server gives no end of the list: ${why}`, {
    kind: "garbled",
    sent: false,
  });
}
