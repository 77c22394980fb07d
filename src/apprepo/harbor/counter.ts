/** Whether deliveries that Harbor calls a success raised the counter. */

import { appRepositories, type AppRepository } from "../app_repository.ts";
import type { KubeClient } from "../../kube/api/client.ts";
import { ApiError, ConnectionError } from "../../kube/api/errors.ts";
import type { WebhookTarget } from "../webhook/target.ts";
import { type Delivery, timeOf } from "./deliveries.ts";

interface ManagedFields {
  readonly time?: string;
  readonly fieldsV1?: { readonly "f:spec"?: Readonly<Record<string, unknown>> };
}

/**
 * When spec.resyncRequests was last changed, by what the API server notes of each field. Without a
 * counter, when anything of the spec was: whoever took one out changed that later than it was raised.
 * @returns in ms since the epoch, whole seconds; undefined where that is not noted
 */
export function lastRaise({ metadata, spec }: AppRepository): number | undefined {
  const noted = (metadata.managedFields ?? []) as readonly ManagedFields[];
  const times = noted
    .filter(({ fieldsV1 }) => {
      const ofSpec = fieldsV1?.["f:spec"];
      return spec?.resyncRequests ? ofSpec?.["f:resyncRequests"] !== undefined : ofSpec;
    })
    .flatMap(({ time }) => timeOf(time) ?? []);
  if (times.length > 0) return Math.max(...times);
  // One that nobody ever changed was last changed when it was made.
  const isNew = !spec?.resyncRequests && metadata["generation"] === 1;
  return isNew ? timeOf(String(metadata["creationTimestamp"])) : undefined;
}

/** Milliseconds that Harbor's clock may be ahead of the API server's. */
const clockSkew = 30_000;

/** Milliseconds within which a delivery raises the counter: three attempts, up to 150 s apart. */
const longestDelivery = 600_000;

/** A receiver is told to ignore others, deletions among them. */
const judged = "PUSH_ARTIFACT";

/**
 * Somebody answered, but not the endpoint: a redirect that turned the POST into a GET, or a page.
 * @param raisedAt of the AppRepository that they lead to
 */
export function withCounter(
  deliveries: readonly Delivery[],
  raisedAt: Raised | undefined,
): Delivery[] {
  if (typeof raisedAt !== "number") return [...deliveries];
  let isNewest = true;
  return deliveries.map((delivery) => {
    const { result, at, event } = delivery;
    const isSuccess = result === "delivered" && event === judged && at !== undefined;
    if (!isSuccess) return delivery;
    const isFirst = isNewest;
    isNewest = false;
    if (at - clockSkew > raisedAt) {
      return { ...delivery, result: "not-refreshed", reason: notRaised };
    }
    // Of older ones, the next delivery is what raised it.
    const isHidden = isFirst && raisedAt > at + longestDelivery;
    return isHidden ? { ...delivery, reason: raisedSince } : delivery;
  });
}

const notRaised =
  "answered with 2xx, but spec.resyncRequests was not raised: a redirect, or a page instead of the endpoint (or a receiver that ignores pushes, a clock that is ahead, another cluster with the same names)";
const raisedSince =
  "answered with 2xx; somebody has raised spec.resyncRequests since, so that nothing tells whether this did";

/** `missing`: there is no such AppRepository. */
export type Raised = number | "missing";

/**
 * @param untold is told why the cluster did not answer
 * @returns undefined where it is not to be read, or not to be reached
 */
export async function raisedAt(
  client: Pick<KubeClient, "get">,
  { namespace, name }: WebhookTarget,
  signal: AbortSignal,
  untold: (error: ConnectionError) => void,
): Promise<Raised | undefined> {
  try {
    const key = { namespace, name };
    return lastRaise(await client.get<AppRepository>(appRepositories, key, { signal }));
  } catch (error) {
    if (error instanceof ApiError) return error.code === 404 ? "missing" : undefined;
    if (!(error instanceof ConnectionError)) throw error;
    untold(error);
    return undefined;
  }
}
