import { type HookEvent, isOneOf, named, textAt } from "../event.ts";

/** Source: help.sonatype.com, "Webhooks", the repository's ones. */
export function nexusEvent(headers: ReadonlyMap<string, string>, payload: unknown): HookEvent {
  const id = headers.get("x-nexus-webhook-id");
  const inner = id === "rm:repository:asset" ? "asset" : "component";
  const names = named(textAt(payload, "repositoryName"), textAt(payload, inner, "name"));
  const isChange = isOneOf(textAt(payload, "action"), "created", "updated", "deleted");
  const mayBeChart = isOneOf(textAt(payload, inner, "format"), "helm", "docker", "oci");
  return {
    asks: isOneOf(id, "rm:repository:asset", "rm:repository:component") && isChange && mayBeChart,
    names,
  };
}
