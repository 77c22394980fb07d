import type { Policy, Supported, Target } from "../../harbor/shapes.ts";
import { maskSecrets } from "../sync/log/mask.ts";
import type { WebhookTarget } from "../webhook/target.ts";
import { leadsTo } from "./lead.ts";

/** The webhook as it should be in Harbor. */
export interface WantedPolicy {
  readonly name: string;
  readonly leadsTo: WebhookTarget;
  readonly url: string;
  /** `Bearer ` and the token. */
  readonly authorization: string;
  readonly events: readonly string[];
  readonly payloadFormat: "Default" | "CloudEvents";
  readonly skipCertVerify: boolean;
}

/** A field that is not as it should be. Of the token only that it is another one. */
export interface Change {
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

export interface Compared {
  /** As it should be sent: all that is not known here is as it was. */
  readonly policy: Policy;
  readonly changes: readonly Change[];
}

/**
 * What is wanted over what is there, which leads to the same AppRepository.
 * @param supported what this Harbor knows: before 2.8 it has no payload formats
 */
export function compare(there: Policy, wanted: WantedPolicy, supported: Supported): Compared {
  const all = there.targets ?? [];
  const [own, ...doubled] = all.filter((target) => leadsTo(target, wanted.leadsTo));
  const targets = all.filter((target) => !doubled.includes(target));
  const events = there.event_types ?? [];
  // Other targets have their own reasons for what they are told.
  const wantedEvents = targets.length > 1
    ? [...new Set([...events, ...wanted.events])]
    : wanted.events;
  const next = targetOf(wanted, supported);
  const changes = [
    ...changed("enabled", there.enabled ?? false, true),
    ...changed("event_types", sorted(events), sorted(wantedEvents)),
    ...targetChanges(own ?? {}, next),
    ...doubled.map(({ address = "" }) => ({
      field: "target",
      from: maskSecrets(address),
      to: "taken out: it leads to the same",
    })),
  ];
  const policy = {
    ...there,
    enabled: true,
    event_types: wantedEvents,
    targets: targets.map((one) => one === own ? { ...own, ...next } : one),
  };
  return { policy, changes };
}

/** One that is not there yet. */
export function newPolicy(wanted: WantedPolicy, supported: Supported): Policy {
  return {
    name: wanted.name,
    description: "Make Kubeapps sync its package repository",
    enabled: true,
    event_types: wanted.events,
    targets: [targetOf(wanted, supported)],
  };
}

function targetOf(wanted: WantedPolicy, { payload_formats: formats }: Supported): Target {
  return {
    type: "http",
    address: wanted.url,
    auth_header: wanted.authorization,
    skip_cert_verify: wanted.skipCertVerify,
    ...formats === undefined ? {} : { payload_format: wanted.payloadFormat },
  };
}

function targetChanges(own: Target, next: Target): Change[] {
  const isOtherToken = own.auth_header !== next.auth_header;
  return [
    ...changed("address", maskSecrets(own.address ?? ""), maskSecrets(next.address ?? "")),
    ...isOtherToken
      ? [{
        field: "auth_header",
        from: own.auth_header ? "another token" : "none",
        to: "the token",
      }]
      : [],
    ...changed("skip_cert_verify", own.skip_cert_verify ?? false, next.skip_cert_verify ?? false),
    ...next.payload_format === undefined
      ? []
      : changed("payload_format", own.payload_format || "Default", next.payload_format),
  ];
}

function changed<T extends string | boolean>(field: string, from: T, to: T): Change[] {
  return from === to ? [] : [{ field, from: String(from), to: String(to) }];
}

function sorted(events: readonly string[]): string {
  return [...new Set(events)].sort().join(",");
}
