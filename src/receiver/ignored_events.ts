/** Events of registries that are no reason to refresh, by their type. A payload never does more than that. */

import type { HttpRequest } from "./http/connection.ts";

/** Harbor's own names, by those it uses in CloudEvents. Source: goharbor/harbor, src/pkg/notifier/formats/cloudevents.go. */
const cloudEventTypes: Readonly<Record<string, string>> = {
  "harbor.artifact.deleted": "DELETE_ARTIFACT",
  "harbor.artifact.pulled": "PULL_ARTIFACT",
  "harbor.artifact.pushed": "PUSH_ARTIFACT",
  "harbor.quota.exceeded": "QUOTA_EXCEED",
  "harbor.quota.warned": "QUOTA_WARNING",
  "harbor.replication.status.changed": "REPLICATION",
  "harbor.scan.completed": "SCANNING_COMPLETED",
  "harbor.scan.failed": "SCANNING_FAILED",
  "harbor.scan.stopped": "SCANNING_STOPPED",
  "harbor.tag_retention.finished": "TAG_RETENTION",
};

export class IgnoredEvents {
  readonly #patterns: readonly RegExp[];

  /** @param patterns type names; `*` stands for any letters */
  constructor(patterns: readonly string[]) {
    this.#patterns = patterns.map((pattern) => {
      const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
      return new RegExp(`^${escaped}$`, "i");
    });
  }

  /** Whether the request is known to be an event that asks for nothing; in doubt it is not. */
  matches({ body }: Pick<HttpRequest, "body">): boolean {
    const type = body && eventType(body);
    if (type === undefined) return false;
    const names = [type, cloudEventTypes[type] ?? type];
    return this.#patterns.some((pattern) => names.some((name) => pattern.test(name)));
  }
}

function eventType(body: Uint8Array): string | undefined {
  try {
    const event = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return typeof event?.type === "string" && event.type.length <= 100 ? event.type : undefined;
  } catch {
    return undefined;
  }
}
