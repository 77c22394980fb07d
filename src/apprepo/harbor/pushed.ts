/** What an event is about, by the payload that Harbor keeps of it. */

interface Payload {
  readonly event_data?: EventData;
  /** In CloudEvents. */
  readonly data?: EventData;
}

/** Harbor keeps it as a text, and nothing holds others to its form. */
interface EventData {
  readonly resources?: unknown;
  readonly repository?: { readonly repo_full_name?: unknown } | null;
}

interface Resource {
  readonly resource_url?: unknown;
  readonly tag?: unknown;
}

/**
 * @param payload in either format
 * @returns such as `charts/nginx:1.2.3`; undefined where it is about no artifact
 */
export function artifactIn(payload: string | undefined): string | undefined {
  const { repository, resources } = dataOf(payload ?? "") ?? {};
  const first = Array.isArray(resources) ? resources[0] as Resource | null : undefined;
  const name = textOf(repository?.repo_full_name) ??
    textOf(first?.resource_url)?.replace(/^[^/]*\//, "");
  if (name === undefined) return undefined;
  const tag = textOf(first?.tag);
  if (tag === undefined || name.includes(":") || name.includes("@")) return name;
  // By digest, it is its own tag.
  return tag.includes(":") ? `${name}@${tag.slice(0, 19)}` : `${name}:${tag}`;
}

function dataOf(payload: string): EventData | undefined {
  try {
    const { event_data: own, data } = (JSON.parse(payload) ?? {}) as Payload;
    return own ?? data;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
