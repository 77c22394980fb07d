/** Which AppRepository a webhook's address leads to. */

import type { Policy, Target } from "../../harbor/shapes.ts";
import { checkTarget, refreshPath, type WebhookTarget } from "../webhook/target.ts";

const path =
  /\/api\/v1\/clusters\/([^/]+)\/namespaces\/([^/]+)\/apprepositories\/([^/]+)\/refresh$/;

/** Harbor takes an address without a scheme or with blanks around it, too, and fails to call it. */
export function isCallable(address: string): boolean {
  return /^https?:\/\/\S+$/i.test(address) && URL.canParse(address);
}

/**
 * Whether or not Harbor can call it.
 * @returns undefined for the address of something else, and for names that no object can have
 */
export function repositoryAt(address: string): WebhookTarget | undefined {
  const found = path.exec(address.trim().replace(/[?#].*$/s, ""));
  if (!found) return undefined;
  try {
    const [cluster = "", namespace = "", name = ""] = found.slice(1).map(decodeURIComponent);
    const target = { cluster, namespace, name };
    checkTarget(target);
    return target;
  } catch {
    return undefined;
  }
}

/** What the address of each that leads there has in it; without a target, of each that leads to one. */
export function endOf(target: Partial<WebhookTarget>): string {
  const { namespace, name } = target;
  if (namespace === undefined) return "/apprepositories/";
  const before = `/namespaces/${namespace}/apprepositories/`;
  return name === undefined ? before : `${before}${name}/refresh`;
}

/** Whether it is for the AppRepository, by whatever host it is reached. */
export function leadsTo({ type, address = "" }: Target, target: WebhookTarget): boolean {
  const there = repositoryAt(address);
  return type === "http" && there !== undefined && refreshPath(there) === refreshPath(target);
}

/** Those of its targets that lead to AppRepositories. */
export function leads({ targets }: Policy): { target: Target; leadsTo: WebhookTarget }[] {
  return (targets ?? []).flatMap((target) => {
    const leadsTo = target.type === "http" ? repositoryAt(target.address ?? "") : undefined;
    return leadsTo === undefined ? [] : [{ target, leadsTo }];
  });
}
