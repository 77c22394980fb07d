import { commandWord } from "../../command_word.ts";
import type { HarborWebhook } from "../../harbor/webhooks.ts";
import type { Check } from "../check.ts";
import { nameOf, refOf } from "../each_repository.ts";
import {
  accountFlag,
  harborCommand,
  isOfProject,
  ofRegistry,
  webhooksOf,
} from "../each_webhook.ts";
import type { RegistrySeen, RepositorySeen, Seen } from "../seen.ts";
import { type Finding, found, skipped } from "../verdict.ts";

export const harborWebhook: Check = {
  id: "ARD702",
  category: "registry",
  title: "Harbor's webhooks are as harbor apply makes them",
  examine: ofRegistry((registry, repositories, seen) => {
    const own = repositories.filter((one) =>
      isOfProject(registry, one.repository) || webhooksOf(registry, one).length > 0
    );
    if (own.length === 0) return skipped("no AppRepository here is of Harbor's project");
    return found(
      own.flatMap((one) =>
        findingsOf(registry, one, applyCommand(seen, registry, one), entranceOf(seen))
      ),
    );
  }),
};

/** @param command what makes it right */
function findingsOf(
  registry: RegistrySeen,
  one: RepositorySeen,
  command: string,
  entrance: string | undefined,
): (Finding | undefined)[] {
  const [first, ...others] = webhooksOf(registry, one);
  if (!first) return [missing(registry, one, command)];
  // A leftover that is disabled harms nobody where another one works.
  const enabled = [first, ...others].filter((webhook) => webhook.enabled);
  if (enabled.length === 0) {
    return [
      wrong(one, first, command, ["it is disabled"], weaknessesOf(registry, first, entrance)),
    ];
  }
  // What one of them does not tell, another one may.
  const told = new Set(enabled.flatMap(({ events }) => events));
  return enabled.map((webhook, at) => {
    const isFirst = at === 0;
    const untold = isFirst && !told.has("PUSH_ARTIFACT")
      ? [`it is not told of pushes: its events are ${webhook.events.join(", ")}`]
      : [];
    const errors = [
      ...untold,
      ...webhook.token === "bare" ? ["its Auth Header has no Bearer before the token"] : [],
      ...webhook.isCallable ? [] : [`Harbor can't call ${JSON.stringify(webhook.url)}`],
    ];
    const warnings = weaknessesOf(registry, webhook, entrance);
    if (isFirst && !told.has("DELETE_ARTIFACT")) {
      warnings.push("it is not told of deletions: removed charts stay until the next sync");
    }
    return wrong(one, webhook, command, errors, warnings);
  });
}

function missing(registry: RegistrySeen, one: RepositorySeen, command: string): Finding {
  return {
    severity: "error",
    title: `Harbor has no webhook for ${nameOf(one)}`,
    objects: [refOf(one)],
    seen: [`no webhook of project ${registry.project} at ${registry.address} leads to it`],
    why: "what is pushed shows up with the next sync of the schedule",
    fix: [{ command }],
  };
}

function wrong(
  one: RepositorySeen,
  { name }: HarborWebhook,
  command: string,
  errors: readonly string[],
  warnings: readonly string[],
): Finding | undefined {
  if (errors.length + warnings.length === 0) return undefined;
  return {
    severity: errors.length > 0 ? "error" : "warning",
    title: `Webhook ${name} of ${nameOf(one)} is not as it should be`,
    objects: [refOf(one)],
    seen: [...errors, ...warnings],
    why: errors.length > 0
      ? "pushes do not refresh the repository"
      : "it may work, but harbor apply would make it otherwise",
    fix: [{ command: `${command} --policy ${commandWord(name)}` }],
  };
}

function weaknessesOf(
  { baseUrl }: RegistrySeen,
  { url, token, skipCertVerify, deliveries: [newest] }: HarborWebhook,
  entrance: string | undefined,
): string[] {
  const isProven = newest?.result === "delivered";
  // Harbor may reach the cluster by another address than the one that is found in it.
  const base = baseUrl ?? (isProven ? undefined : entrance);
  // One that is kept elsewhere may be as good: what it did tells more.
  const isStrange = token === "other" && !isProven;
  return [
    ...base === undefined || url.startsWith(`${base}/`)
      ? []
      : [`its URL is ${url}, and webhooks come in at ${base}`],
    ...isStrange ? ["its Auth Header is none of the tokens that grant keeps"] : [],
    ...token === "old" ? ["its Auth Header has a token that was replaced"] : [],
    ...skipCertVerify ? ["it takes any certificate (skip_cert_verify)"] : [],
  ];
}

function entranceOf({ entrance }: Seen): string | undefined {
  return entrance?.kind === "seen" ? entrance.value.baseUrl : undefined;
}

function applyCommand(seen: Seen, registry: RegistrySeen, one: RepositorySeen): string {
  const { baseUrl } = registry;
  const base = baseUrl === undefined ? "" : ` --base-url ${commandWord(baseUrl)}`;
  return harborCommand("apply", registry, one) + base + accountFlag(seen, one);
}
