import { type HookEvent, isOneOf, named, textAt } from "../event.ts";

/** Source: go-gitea/gitea, modules/structs, PackagePayload. */
export function giteaEvent(headers: ReadonlyMap<string, string>, payload: unknown): HookEvent {
  const name = textAt(payload, "package", "name");
  const owner = textAt(payload, "package", "owner", "login") ??
    textAt(payload, "package", "owner", "username");
  const isPackage = isOneOf(headers.get("x-gitea-event"), "package");
  const isChange = isOneOf(textAt(payload, "action"), "created", "deleted");
  const mayBeChart = isOneOf(textAt(payload, "package", "type"), "container", "helm");
  return {
    asks: isPackage && isChange && mayBeChart,
    names: named(name, owner && name && `${owner}/${name}`),
  };
}
