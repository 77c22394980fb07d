import type { Delivery } from "../../../../apprepo/harbor/deliveries.ts";
import type { HarborWebhook } from "../../../../apprepo/harbor/webhooks.ts";
import { formatAge } from "../../../../output/age.ts";
import { type Field, formatFields } from "../../../../output/fields.ts";
import type { Look } from "../../../../output/terminal.ts";

/** @param now in ms since the epoch */
export function webhooksText(
  webhooks: readonly HarborWebhook[],
  now: number,
  look: Look,
): string {
  return webhooks.map((one) => formatFields(fieldsOf(one, now), look)).join("\n");
}

function fieldsOf(webhook: HarborWebhook, now: number): Field[] {
  const { leadsTo: { namespace, name }, deliveries, otherTargets } = webhook;
  const others = otherTargets === 1 ? "another target" : `${otherTargets} other targets`;
  const shared = otherTargets === 0 ? "" : ` (with those to ${others})`;
  return [
    ["Webhook", webhook.name],
    ["AppRepository", `${namespace}/${name}${webhook.isLost ? " (not found)" : ""}`],
    ["Enabled", webhook.enabled ? "yes" : "no: Harbor sends nothing"],
    ["Events", webhook.events.join(", ")],
    ["URL", webhook.isCallable ? webhook.url : `${webhook.url} (${notCallable})`],
    ["Certificate", certificate(webhook)],
    deliveries.length === 0 ? ["Deliveries", "<none>"] : [`Deliveries${shared}`, {
      headers: ["AGE", "EVENT", "ARTIFACT", "RESULT", "ATTEMPTS", "REASON"],
      rows: deliveries.map((delivery) => row(delivery, now)),
    }],
  ];
}

const notCallable = "Harbor can't call it: https:// is missing, or there are blanks around it";

function certificate({ url, skipCertVerify }: HarborWebhook): string {
  if (url.startsWith("http:")) return "none: plain http";
  return skipCertVerify ? "not looked at" : "verified";
}

function row({ at, event, artifact, result, attempts, reason }: Delivery, now: number): string[] {
  const none = "<none>";
  return [
    at === undefined ? "<unknown>" : formatAge(now - at),
    event ?? "<unknown>",
    artifact ?? none,
    result,
    String(attempts),
    reason ?? none,
  ];
}
