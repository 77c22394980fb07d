/** What Kubernetes noted about some objects. */

import type { KubeClient } from "../../kube/api/client.ts";
import type { KubeObject } from "../../kube/api/resource.ts";
import { events } from "../sync/resources.ts";
import { time } from "../sync/run.ts";

export interface StatusEvent {
  /** In ms since the epoch; undefined where nobody wrote it. */
  readonly lastSeenAt?: number;
  readonly count: number;
  /** `Normal` or `Warning`. */
  readonly type: string;
  readonly reason: string;
  /** Such as `job/x`. */
  readonly object: string;
  readonly message: string;
}

interface EventObject extends KubeObject {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly eventTime?: string;
  readonly lastTimestamp?: string;
  readonly firstTimestamp?: string;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string };
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
}

/** The latest come last, as in kubectl. */
export async function eventsOf(
  client: Pick<KubeClient, "list">,
  namespace: string,
  uids: readonly string[],
  signal: AbortSignal,
): Promise<StatusEvent[]> {
  const found: StatusEvent[] = [];
  for (const uid of uids) {
    const query = { fieldSelector: `involvedObject.uid=${uid}` };
    const listed = client.list<EventObject>(events, { namespace }, { query, signal });
    for await (const event of listed) found.push(statusEvent(event));
  }
  return found.sort((left, right) => (left.lastSeenAt ?? 0) - (right.lastSeenAt ?? 0));
}

function statusEvent(event: EventObject): StatusEvent {
  const { series, count, involvedObject: { kind = "", name = "" } = {} } = event;
  const times = [series?.lastObservedTime, event.lastTimestamp, event.eventTime];
  return {
    lastSeenAt: times.map(time).find((ms) => ms !== undefined) ?? time(event.firstTimestamp),
    count: series?.count ?? count ?? 1,
    type: event.type ?? "",
    reason: event.reason ?? "",
    object: `${kind.toLowerCase()}/${name}`,
    message: event.message ?? "",
  };
}
