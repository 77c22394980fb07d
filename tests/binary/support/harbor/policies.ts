// The policies of a project, as Harbor's database has them.

import { HarborFault } from "./fault.ts";

export interface StoredPolicy {
  id: number;
  project_id: number;
  name: string;
  description: string;
  enabled: boolean;
  event_types: string[];
  targets: StoredTarget[];
  creator: string;
  creation_time: string;
  update_time: string;
}

export interface StoredTarget {
  type: string;
  address: string;
  auth_header?: string;
  skip_cert_verify: boolean;
  payload_format?: string;
}

export const eventTypes = [
  ...["PUSH_ARTIFACT", "PULL_ARTIFACT", "DELETE_ARTIFACT", "QUOTA_EXCEED", "QUOTA_WARNING"],
  ...["REPLICATION", "SCANNING_COMPLETED", "SCANNING_FAILED", "SCANNING_STOPPED", "TAG_RETENTION"],
];

/** In Harbor's words. Source: src/server/v2.0/handler/webhook.go, validateTargets and validateEventTypes. */
export function checkPolicy(
  { targets = [], event_types: events = [] }: Partial<StoredPolicy>,
): void {
  if (targets.length === 0) throw new HarborFault(400, "BAD_REQUEST", "empty notification target");
  for (const { type, address, payload_format: format = "" } of targets) {
    if (!["http", "slack", "teams"].includes(type)) {
      throw new HarborFault(400, "BAD_REQUEST", `unsupported target type ${type}`);
    }
    if (!address || /^ftp:|^\w+:\/\/[^/]* /.test(address)) {
      throw new HarborFault(400, "BAD_REQUEST", `invalid target address ${address}`);
    }
    if (!["", "Default", "CloudEvents"].includes(format) || (format !== "" && type !== "http")) {
      throw new HarborFault(400, "BAD_REQUEST", `unsupported payload format ${format}`);
    }
  }
  if (events.length === 0) throw new HarborFault(400, "BAD_REQUEST", "empty event type");
  const unknown = events.find((event) => !eventTypes.includes(event));
  if (unknown) throw new HarborFault(400, "BAD_REQUEST", `unsupported event type ${unknown}`);
}

/**
 * Harbor's `q`: unescaped once more, exact, or fuzzy with a tilde; a comma begins another one, a
 * backslash at the beginning is dropped, and what it does not know it ignores. Source:
 * src/lib/q/builder.go, src/lib/orm/query.go.
 */
export function matches(policy: StoredPolicy, q: string): boolean {
  return decodeURIComponent(q.replaceAll("+", " ")).split(",").every((part) => {
    const [, key, value = ""] = /^(\w+)=(.*)$/.exec(part) ?? [];
    if (key === "targets" && value.startsWith("~")) {
      return JSON.stringify(policy.targets ?? []).toLowerCase().includes(
        value.slice(1).toLowerCase(),
      );
    }
    if (key !== "name") return true;
    if (value.startsWith("~")) return policy.name.includes(value.slice(1));
    return policy.name === value.replace(/^\\/, "");
  });
}
