/** The log of a sync's Pod, line by line. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { pathOf } from "../../../kube/api/resource.ts";
import { syncContainer } from "../repository_labels.ts";
import { pods } from "../resources.ts";
import { logLines } from "./log_lines.ts";

export interface PodKey {
  readonly namespace: string;
  readonly name: string;
}

export interface PodLogOptions {
  /** To the end of the container that runs now, not only what there is. */
  readonly follow?: boolean;
  /** Of the container before the last restart. */
  readonly previous?: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  /** RFC 3339, to the second: what was written in that very second is there again. */
  readonly sinceTime?: string;
  /** Each line begins with its time, to the nanosecond. */
  readonly timestamps?: boolean;
  readonly signal?: AbortSignal;
}

/** Milliseconds: a connection that died without a word would otherwise be listened to for ever. */
const idleLimit = 60_000;

/**
 * Nothing in it is masked yet.
 * @throws {ApiError} with code 404 where the Pod is gone, 400 where there is no log (yet)
 * @throws {ConnectionError} where it broke off, or brought nothing for a minute
 */
export async function* podLog(
  client: Pick<KubeClient, "open">,
  pod: PodKey,
  { signal, ...options }: PodLogOptions = {},
): AsyncGenerator<string> {
  const given = Object.entries(options).filter(([, value]) =>
    value !== undefined && value !== false
  );
  const query = {
    container: syncContainer,
    ...Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
  };
  yield* logLines(await client.open(`${pathOf(pods, pod)}/log`, { query, signal }, idleLimit));
}
