/** What an event is about, by the payload that Harbor keeps of it. */

interface Payload {
  readonly event_data?: EventData;
  /** In CloudEvents. */
  readonly data?: EventData;
}

interface EventData {
  readonly resources?: readonly { readonly resource_url?: string; readonly tag?: string }[];
  readonly repository?: { readonly repo_full_name?: string };
}

/**
 * @param payload in either format
 * @returns such as `charts/nginx:1.2.3`; undefined where it is about no artifact
 */
export function artifactIn(payload: string | undefined): string | undefined {
  const { repository, resources = [] } = dataOf(payload ?? "") ?? {};
  const [first] = resources;
  const name = repository?.repo_full_name ?? first?.resource_url?.replace(/^[^/]*\//, "");
  if (name === undefined) return undefined;
  const tag = first?.tag;
  if (tag === undefined || name.includes(":") || name.includes("@")) return name;
  // By digest, it is its own tag.
  return tag.includes(":") ? `${name}@${tag.slice(0, 19)}` : `${name}:${tag}`;
}

function dataOf(payload: string): EventData | undefined {
  try {
    const { event_data: own, data } = JSON.parse(payload) as Payload;
    return own ?? data;
  } catch {
    return undefined;
  }
}
