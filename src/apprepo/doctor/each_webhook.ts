/** What the checks of the registry have in common. */

import type { AppRepository } from "../app_repository.ts";
import { type Account, usualName } from "../grant/objects/account.ts";
import type { HarborWebhook } from "../harbor/webhooks.ts";
import { refreshPath } from "../webhook/target.ts";
import { hookOf } from "./each_hook.ts";
import { examined } from "./looked.ts";
import type { RegistrySeen, RepositorySeen, Seen } from "./seen.ts";
import { skipped, type Verdict } from "./verdict.ts";

export const noHarbor = skipped("give Harbor's address by --harbor-url, and its --project");

/** @param examine what there is to say of the registry and the repositories that are looked at */
export function ofRegistry(
  examine: (
    registry: RegistrySeen,
    repositories: readonly RepositorySeen[],
    seen: Seen,
  ) => Verdict,
): (seen: Seen) => Verdict {
  return (seen) => {
    const { registry, repositories } = seen;
    if (!registry) return noHarbor;
    return examined(
      registry,
      (there) => examined(repositories, (all) => examine(there, all, seen)),
    );
  };
}

/** The account whose token a webhook of the repository should send, where it is not the usual one. */
export function accountFlag(
  { asked, accounts }: Pick<Seen, "asked" | "accounts">,
  { key: { namespace } }: RepositorySeen,
): string {
  const bound = accounts.kind === "seen"
    ? accounts.value.filter((one) => one.namespaces.includes(namespace) && !hookOf(one))
    : [];
  const isUsual = (one: Account) => one.namespace === namespace && one.name === usualName;
  const only = bound.length === 1 ? bound[0]?.account : undefined;
  const account = asked?.kind === "seen" ? asked.value.account : only;
  return account && !isUsual(account)
    ? ` --serviceaccount ${account.namespace}:${account.name}`
    : "";
}

export function webhooksOf(
  { webhooks, cluster }: RegistrySeen,
  { key: { namespace, name } }: RepositorySeen,
): HarborWebhook[] {
  const path = refreshPath({ cluster, namespace, name });
  return webhooks.filter(({ leadsTo }) => refreshPath(leadsTo) === path);
}

/** A command about the webhook of a repository. */
export function harborCommand(
  verb: "apply" | "status" | "delete",
  { words }: RegistrySeen,
  { key: { namespace, name } }: RepositorySeen,
): string {
  return `kubectl apprepo harbor ${verb} ${name} -n ${namespace} ${words}`;
}

/** Whether it shows the charts of the project: `oci://harbor/charts`, `https://harbor/chartrepo/charts`. */
export function isOfProject(
  { hosts, project }: RegistrySeen,
  { spec = {} }: Pick<AppRepository, "spec">,
): boolean {
  const address = String(spec.url ?? "").replace(/^oci:/, "https:");
  if (!URL.canParse(address)) return false;
  const { host, pathname } = new URL(address);
  const [first] = pathname.replace(/^\/chartrepo\//, "/").split("/").filter((part) => part !== "");
  return hosts.includes(host) && first === project;
}
