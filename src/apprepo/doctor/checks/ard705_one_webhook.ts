import { commandWord } from "../../command_word.ts";
import type { HarborWebhook } from "../../harbor/webhooks.ts";
import type { Check } from "../check.ts";
import { nameOf, refOf } from "../each_repository.ts";
import { harborCommand, ofRegistry, webhooksOf } from "../each_webhook.ts";
import type { RegistrySeen, RepositorySeen } from "../seen.ts";
import { type Finding, found, skipped } from "../verdict.ts";

export const oneWebhook: Check = {
  id: "ARD705",
  category: "registry",
  title: "each repository has one webhook",
  examine: ofRegistry((registry, repositories) => {
    if (repositories.every((one) => webhooksOf(registry, one).length === 0)) {
      return skipped("no webhook of Harbor's project leads here");
    }
    return found(repositories.map((one) => doubled(registry, one)));
  }),
};

function doubled(registry: RegistrySeen, one: RepositorySeen): Finding | undefined {
  const names = tellingTheSame(webhooksOf(registry, one).toReversed());
  const [kept, second] = names;
  if (kept === undefined || second === undefined) return undefined;
  const isOne = kept === second;
  // Its own second target goes when it is applied.
  const command = harborCommand(isOne ? "apply" : "delete", registry, one);
  return {
    severity: "warning",
    title: `${names.length} webhooks of project ${registry.project} tell ${nameOf(one)} the same`,
    objects: [refOf(one)],
    seen: [
      isOne
        ? `${kept} has more than one target that leads to it`
        : `${kept} is the oldest; ${names.slice(1).join(", ")} came after it`,
    ],
    why: "each push starts more than one sync",
    fix: [{ command: `${command} --policy ${commandWord(second)}` }],
  };
}

/**
 * One for pushes and one for deletions are well, and so are those of two Kubeapps.
 * @returns the names of those that tell one event to one host
 */
function tellingTheSame(webhooks: readonly HarborWebhook[]): string[] {
  const byEvent = new Map<string, string[]>();
  for (const { name, events, url } of webhooks.filter(({ enabled }) => enabled)) {
    for (const event of events) {
      const told = `${event} ${url}`;
      byEvent.set(told, [...byEvent.get(told) ?? [], name]);
    }
  }
  return [...byEvent.values()].find((names) => names.length > 1) ?? [];
}
