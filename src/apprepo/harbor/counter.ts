/** Whether deliveries that Harbor calls a success raised the counter. */

import { appRepositories, type AppRepository } from "../app_repository.ts";
import type { KubeClient } from "../../kube/api/client.ts";
import { ApiError } from "../../kube/api/errors.ts";
import type { WebhookTarget } from "../webhook/target.ts";
import { type Delivery, timeOf } from "./deliveries.ts";

interface ManagedFields {
  readonly time?: string;
  readonly fieldsV1?: { readonly "f:spec"?: Readonly<Record<string, unknown>> };
}

/**
 * When spec.resyncRequests was last changed, by what the API server notes of each field; of one that
 * was never changed at all, when it was made.
 * @returns in ms since the epoch, whole seconds; undefined where that is not noted
 */
export function lastRaise({ metadata, spec }: AppRepository): number | undefined {
  // Somebody may have taken the counter out.
  if (!spec?.resyncRequests) {
    return metadata["generation"] === 1 ? timeOf(String(metadata["creationTimestamp"])) : undefined;
  }
  const noted = (metadata.managedFields ?? []) as readonly ManagedFields[];
  const times = noted
    .filter(({ fieldsV1 }) => fieldsV1?.["f:spec"]?.["f:resyncRequests"] !== undefined)
    .flatMap(({ time }) => timeOf(time) ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Milliseconds that Harbor's clock may be ahead of the API server's. */
const clockSkew = 30_000;

/** What the endpoint refreshes for, whatever it was told to ignore. */
const events = ["PUSH_ARTIFACT", "DELETE_ARTIFACT"];

/**
 * Somebody answered, but not the endpoint: a redirect that turned the POST into a GET, or a page.
 * @param raisedAt of the AppRepository that they lead to
 */
export function withCounter(
  deliveries: readonly Delivery[],
  raisedAt: number | undefined,
): Delivery[] {
  if (raisedAt === undefined) return [...deliveries];
  return deliveries.map((delivery) => {
    const { result, at, event = "" } = delivery;
    const isSuccess = result === "delivered" && events.includes(event) && at !== undefined;
    if (!isSuccess || at - clockSkew <= raisedAt) return delivery;
    return {
      ...delivery,
      result: "not-refreshed",
      reason:
        "answered with 2xx, but spec.resyncRequests was not raised: a redirect, or a page instead of the endpoint",
    };
  });
}

/** @returns undefined where it is not there, or not to be read */
export async function raisedAt(
  client: Pick<KubeClient, "get">,
  { namespace, name }: WebhookTarget,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const key = { namespace, name };
    return lastRaise(await client.get<AppRepository>(appRepositories, key, { signal }));
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}
