import { type HookEvent, isOneOf, named, textAt } from "../event.ts";

/**
 * Charts come as OCI artifacts of the domain `docker`, and as files of the domain `artifact`. Source:
 * jfrog.com/help, "Webhook event types and payloads".
 */
export function jfrogEvent(_: ReadonlyMap<string, string>, payload: unknown): HookEvent {
  const domain = textAt(payload, "domain")?.toLowerCase();
  const names = named(
    textAt(payload, "data", "repo_key"),
    textAt(payload, "data", "image_name"),
    textAt(payload, "data", "name"),
  );
  const happened = textAt(payload, "event_type");
  if (domain === undefined) return { asks: true, names };
  if (domain === "docker") {
    return { asks: isOneOf(happened, "pushed", "deleted", "promoted"), names };
  }
  const isChange = isOneOf(happened, "deployed", "deleted", "moved", "copied");
  const path = textAt(payload, "data", "path") ?? textAt(payload, "data", "name");
  return { asks: domain === "artifact" && isChange && (path?.endsWith(".tgz") ?? true), names };
}
