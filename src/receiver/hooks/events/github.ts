import { type HookEvent, isImage, isOneOf, named, textAt } from "../event.ts";

/**
 * `package` of a repository or an organisation, `registry_package` of a GitHub App; `ping` when the
 * webhook is made. Source: docs.github.com, "Webhook events and payloads".
 */
export function githubEvent(headers: ReadonlyMap<string, string>, payload: unknown): HookEvent {
  const key = headers.get("x-github-event") ?? "";
  const inner = key === "registry_package" ? key : "package";
  const name = textAt(payload, inner, "name");
  const owner = textAt(payload, inner, "namespace") ?? textAt(payload, inner, "owner", "login");
  const names = named(name, owner && name && `${owner}/${name}`);
  if (key !== "package" && key !== "registry_package") return { asks: false, names };
  const path = [inner, "package_version", "container_metadata", "manifest", "config"];
  const config = textAt(payload, ...path, "media_type");
  const isPush = isOneOf(textAt(payload, "action"), "published", "updated");
  const isContainer = isOneOf(textAt(payload, inner, "package_type"), "container", "docker");
  return { asks: isPush && isContainer && !isImage(config), names };
}
