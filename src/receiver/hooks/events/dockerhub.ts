import { type HookEvent, isImage, named, textAt } from "../event.ts";

/** It tells of pushes alone. Source: docs.docker.com, "Webhooks". */
export function dockerhubEvent(_: ReadonlyMap<string, string>, payload: unknown): HookEvent {
  const names = named(
    textAt(payload, "repository", "repo_name"),
    textAt(payload, "repository", "name"),
  );
  return { asks: !isImage(textAt(payload, "push_data", "media_type")), names };
}
