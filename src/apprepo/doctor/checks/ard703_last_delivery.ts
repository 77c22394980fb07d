import { clusterNameWords, commandWord } from "../../command_word.ts";
import { isBad } from "../../harbor/deliveries.ts";
import type { HarborWebhook } from "../../harbor/webhooks.ts";
import { refreshPath } from "../../webhook/target.ts";
import type { Check } from "../check.ts";
import { nameOf, refOf } from "../each_repository.ts";
import { accountFlag, harborCommand, ofRegistry, webhooksOf } from "../each_webhook.ts";
import type { RegistrySeen, RepositorySeen, Seen } from "../seen.ts";
import { type Finding, found, skipped } from "../verdict.ts";

export const lastDelivery: Check = {
  id: "ARD703",
  category: "registry",
  title: "Harbor's last deliveries refreshed",
  examine: ofRegistry((registry, repositories, seen) => {
    const all = repositories.flatMap((one) =>
      webhooksOf(registry, one).filter(({ enabled }) => enabled)
        .map((webhook) => ({ one, webhook }))
    );
    if (all.every(({ webhook }) => webhook.deliveries.length === 0)) {
      return skipped("Harbor keeps no delivery of a webhook that leads here");
    }
    return found(
      all.map(({ one, webhook }) =>
        inVain(registry, one, webhook, checkCommand(seen, registry, one, webhook))
      ),
    );
  }),
};

function inVain(
  registry: RegistrySeen,
  one: RepositorySeen,
  { name, deliveries: [newest], otherTargets }: HarborWebhook,
  check: string,
): Finding | undefined {
  if (!newest || (!isBad(newest) && newest.result !== "retrying")) return undefined;
  const { result, event = "an event", artifact = "nothing", attempts, reason } = newest;
  const isShared = otherTargets > 0;
  return {
    severity: result === "retrying" || isShared ? "warning" : "error",
    title: `The last delivery of webhook ${name} to ${nameOf(one)} ${told[result] ?? result}`,
    objects: [refOf(one)],
    seen: [
      `${event} of ${artifact}, attempt ${attempts}`,
      reason ?? "Harbor's log says nothing of the reason",
      ...isShared ? ["the webhook has other targets: it may have been for one of them"] : [],
    ],
    why: "what was pushed shows up with the next sync of the schedule",
    fix: [
      {
        command: check,
        note:
          "it says what is in the way, and refreshes once; the next push tells whether it is gone",
      },
      { command: harborCommand("status", registry, one) },
    ],
  };
}

const told: Readonly<Record<string, string>> = {
  failed: "failed",
  lost: "was lost",
  "not-refreshed": "refreshed nothing, though Harbor calls it a success",
  retrying: "has failed, and is tried again",
};

/** What tries the same way with the same token. */
function checkCommand(
  seen: Seen,
  { cluster }: RegistrySeen,
  one: RepositorySeen,
  { url, leadsTo }: HarborWebhook,
): string {
  const { namespace, name } = one.key;
  const base = commandWord(url.replace(refreshPath(leadsTo), ""));
  const words = [`--check --base-url ${base}`, ...clusterNameWords(cluster)].join(" ");
  return `kubectl apprepo webhook-url ${name} -n ${namespace} ${words}${accountFlag(seen, one)}`;
}
