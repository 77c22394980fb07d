import { type HookEvent, isImage, isOneOf, named, textAt } from "../event.ts";

/** Of Amazon ECR. Source: docs.aws.amazon.com, "Amazon ECR events and EventBridge". */
export function eventbridgeEvent(_: ReadonlyMap<string, string>, payload: unknown): HookEvent {
  const repository = textAt(payload, "detail", "repository-name");
  const isAction = isOneOf(textAt(payload, "detail-type"), "ecr image action");
  const isChange = isOneOf(textAt(payload, "detail", "action-type"), "push", "delete");
  const isDone = isOneOf(textAt(payload, "detail", "result"), "success");
  const config = textAt(payload, "detail", "artifact-media-type");
  return { asks: isAction && isChange && isDone && !isImage(config), names: named(repository) };
}
