import type { Delivery } from "../../../../apprepo/harbor/deliveries.ts";
import type { HarborWebhook } from "../../../../apprepo/harbor/webhooks.ts";
import { rfc3339 } from "../../../../apprepo/sync/rfc3339.ts";
import type { HarborProject } from "../../../../harbor/project.ts";
import type { KubeObject } from "../../../../kube/api/resource.ts";

/** For `-o json` and `yaml`; the token is not in it. Times are RFC 3339. */
export function webhookList(
  { address, name }: HarborProject,
  webhooks: readonly HarborWebhook[],
): KubeObject {
  const list = {
    apiVersion: "apprepo/v1",
    kind: "HarborWebhookList",
    harbor: address,
    project: name,
    items: webhooks.map(({ leadsTo, events, deliveries, ...rest }) => ({
      ...rest,
      eventTypes: events,
      repository: leadsTo,
      deliveries: deliveries.map(deliveryDocument),
    })),
  };
  // The printers take any object, and this one is a document of ours.
  return list as unknown as KubeObject;
}

export function deliveryDocument({ at, ...delivery }: Delivery) {
  return { time: at === undefined ? null : rfc3339(at), ...delivery };
}
