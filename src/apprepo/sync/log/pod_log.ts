import type { KubeClient } from "../../../kube/api/client.ts";
import { pathOf } from "../../../kube/api/resource.ts";
import { textLines } from "../../../kube/api/text_lines.ts";
import { syncContainer } from "../repository_labels.ts";
import { pods } from "../resources.ts";

export interface PodLogOptions {
  /** Goes on as long as the container runs. */
  readonly follow?: boolean;
  /** Of the container before the last restart. */
  readonly previous?: boolean;
  readonly timestamps?: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  /** RFC 3339. */
  readonly sinceTime?: string;
  readonly signal: AbortSignal;
}

/**
 * The lines that a sync prints, secrets included.
 * @throws {ApiError} 404 without such a Pod, 400 where its container has not started yet, or has no
 * previous one
 * @throws {ConnectionError}
 */
export async function* podLog(
  client: Pick<KubeClient, "open">,
  pod: { readonly namespace: string; readonly name: string },
  { signal, ...options }: PodLogOptions,
): AsyncGenerator<string> {
  const { namespace, name } = pod;
  const given = Object.entries(options).flatMap(([key, value]) =>
    value === undefined || value === false ? [] : [[key, String(value)]]
  );
  const query = { container: syncContainer, ...Object.fromEntries(given) };
  const path = `${pathOf(pods, { namespace, name })}/log`;
  yield* textLines(await client.open(path, { query, signal }));
}
