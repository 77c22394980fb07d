/** The webhooks of a project that lead to AppRepositories, and what became of their deliveries. */

import type { HarborProject } from "../../harbor/project.ts";
import type { KubeClient } from "../../kube/api/client.ts";
import type { ConnectionError } from "../../kube/api/errors.ts";
import { refreshPath, type WebhookTarget } from "../webhook/target.ts";
import { maskSecrets } from "../sync/log/mask.ts";
import { raisedAt, withCounter } from "./counter.ts";
import { deliveriesOf, type Delivery } from "./deliveries.ts";
import { endOf, isCallable, leads } from "./lead.ts";

/**
 * Whose token it sends: the account's current one, one that came before it, or none that is kept for
 * it. `bare`: there is no `Bearer` before it.
 */
export type TokenState = "current" | "old" | "other" | "bare";

export interface HarborWebhook {
  readonly id: number;
  readonly name: string;
  readonly enabled: boolean;
  readonly events: readonly string[];
  readonly url: string;
  readonly leadsTo: WebhookTarget;
  /** Whether there is no such AppRepository. */
  readonly isLost?: boolean;
  /** Harbor stores any address, and can't call each. */
  readonly isCallable: boolean;
  readonly payloadFormat: string;
  readonly skipCertVerify: boolean;
  /** Undefined where nobody asked, or the account's tokens can't be read. */
  readonly token?: TokenState;
  /** How many of HTTP that lead elsewhere it has: nobody can tell whose deliveries are whose. */
  readonly otherTargets: number;
  /** The newest first. */
  readonly deliveries: readonly Delivery[];
}

export interface WebhooksQuery {
  /** Only what leads there; undefined for all. */
  readonly leadsTo?: WebhookTarget;
  /** Only what leads into that namespace; undefined for all. */
  readonly namespace?: string;
  /** The name that Kubeapps has for the cluster of the client. */
  readonly cluster: string;
  /** Deliveries of each. */
  readonly count: number;
  readonly now: number;
  readonly signal: AbortSignal;
  /** Called once where the cluster can't be reached: what Harbor knows is shown all the same. */
  untold(error: ConnectionError): void;
  /** Of an Authorization header. */
  judgeToken?(header: string, leadsTo: WebhookTarget): Promise<TokenState | undefined>;
}

/** @throws {HarborError} {ConnectionError} */
export async function harborWebhooks(
  project: HarborProject,
  client: Pick<KubeClient, "get">,
  { leadsTo, namespace, cluster, count, now, signal, untold, judgeToken }: WebhooksQuery,
): Promise<HarborWebhook[]> {
  const found: HarborWebhook[] = [];
  let isReached = true;
  const raise = async (target: WebhookTarget) => {
    if (!isReached) return undefined;
    return await raisedAt(client, target, signal, (error) => {
      isReached = false;
      untold(error);
    });
  };
  for await (const policy of project.policiesWith(endOf(leadsTo ?? { namespace }))) {
    const targets = leads(policy).filter((one) =>
      (leadsTo === undefined || refreshPath(one.leadsTo) === refreshPath(leadsTo)) &&
      (namespace === undefined || one.leadsTo.namespace === namespace)
    );
    if (targets.length === 0) continue;
    const { id = 0, name, enabled = false } = policy;
    const deliveries = await deliveriesOf(project, policy, count, now);
    const ours = leads(policy).length;
    const otherTargets = policy.targets!.filter(({ type }) => type === "http").length - ours;
    for (const { target, leadsTo } of targets) {
      const isTold = otherTargets === 0 && ours === 1 && leadsTo.cluster === cluster;
      const raised = isTold ? await raise(leadsTo) : undefined;
      found.push({
        id,
        name,
        enabled,
        events: policy.event_types ?? [],
        url: maskSecrets(target.address ?? ""),
        leadsTo,
        ...(raised === "missing" ? { isLost: true } : {}),
        isCallable: isCallable(target.address ?? ""),
        payloadFormat: target.payload_format || "Default",
        skipCertVerify: target.skip_cert_verify ?? false,
        token: await judgeToken?.(target.auth_header ?? "", leadsTo),
        otherTargets,
        deliveries: withCounter(deliveries, raised),
      });
    }
  }
  return found;
}
