import { type HookEvent, named, textAt, valueAt } from "../event.ts";

/** A push alone has tags. Source: quay/quay, notifications/notificationevent.py. */
export function quayEvent(_: ReadonlyMap<string, string>, payload: unknown): HookEvent {
  const [name, repository] = [textAt(payload, "name"), textAt(payload, "repository")];
  const isKnown = repository !== undefined;
  return {
    asks: !isKnown || Array.isArray(valueAt(payload, "updated_tags")),
    names: named(repository, name, textAt(payload, "docker_url")),
  };
}
