// What the API server was asked, from its audit log.

import { files } from "../../../testcluster/files.ts";

/** The fields of audit.k8s.io/v1 Event that tests look at. */
export interface AuditEvent {
  /** Of the request: a watch is logged when it begins and when it ends. */
  auditID: string;
  verb: string;
  requestURI: string;
  userAgent: string;
  user: { username: string; groups?: string[] };
  objectRef?: {
    namespace?: string;
    name?: string;
    resource?: string;
    apiGroup?: string;
    resourceVersion?: string;
  };
  responseStatus: { code: number; message?: string; reason?: string };
  /** The body that was sent, for AppRepositories. */
  requestObject?: unknown;
  /** RFC 3339 with microseconds; so is stageTimestamp, when the answer had been sent. */
  requestReceivedTimestamp: string;
  stageTimestamp: string;
}

export interface AuditFilter {
  namespace: string;
  /** Default: "apprepositories". */
  resource?: string;
  name?: string;
  verb?: string;
  user?: string;
}

/**
 * The finished requests that match, in the order they finished. The log may be written a moment
 * after the answer was sent: waits until there are `atLeast` of them, 10 seconds at most.
 */
export async function auditEvents(
  folder: string,
  filter: AuditFilter,
  atLeast = 1,
): Promise<AuditEvent[]> {
  const deadline = Date.now() + 10_000;
  while (true) {
    const events = await readEvents(folder, filter);
    if (events.length >= atLeast || Date.now() > deadline) return events;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Every request of one user so far, of whatever it was. */
export async function auditOf(folder: string, user: string): Promise<AuditEvent[]> {
  // The log may be written a moment after the answer was sent.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const text = await Deno.readTextFile(files(folder).auditLog);
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  const events = lines.filter((line) => line.includes(`"${user}"`)).map((line) =>
    JSON.parse(line) as AuditEvent
  );
  return events.filter((event) => event.user.username === user);
}

async function readEvents(folder: string, filter: AuditFilter): Promise<AuditEvent[]> {
  const text = await Deno.readTextFile(files(folder).auditLog);
  // The last line may be half written. Few of a whole run's lines are about one namespace.
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  const candidates = lines.filter((line) => line.includes(`"${filter.namespace}"`));
  return candidates.map((line) => JSON.parse(line) as AuditEvent).filter((event) => {
    const { namespace, resource, name } = event.objectRef ?? {};
    return namespace === filter.namespace &&
      resource === (filter.resource ?? "apprepositories") &&
      (filter.name === undefined || name === filter.name) &&
      (filter.verb === undefined || event.verb === filter.verb) &&
      (filter.user === undefined || event.user.username === filter.user);
  });
}
