/** The ServiceAccount of the receiver that a hook is lent to. */

import type { KubeClient } from "../../kube/api/client.ts";
import { ApiError } from "../../kube/api/errors.ts";
import { receiversSeen } from "../doctor/look/receivers.ts";
import type { Account } from "../grant/objects/account.ts";
import { HookError } from "./hook_error.ts";

const byHand = "Name its ServiceAccount with --receiver NAMESPACE:NAME";

/**
 * @throws {HookError} where there is not exactly one that takes hooks
 * @throws {ApiError} {ConnectionError}
 */
export async function findReceiver(client: KubeClient, signal: AbortSignal): Promise<Account> {
  const receivers = await visibleReceivers(client, signal);
  const accounts = new Map(
    receivers.flatMap(({ hooksAs }) => hooksAs ?? [])
      .map((account) => [`${account.namespace}:${account.name}`, account]),
  );
  if (accounts.size > 1) {
    throw new HookError(
      `several receivers take hooks, as ${[...accounts.keys()].join(" and ")}\n${byHand}.`,
    );
  }
  const [account] = accounts.values();
  if (account) return account;
  const [one] = receivers;
  throw new HookError(
    one
      ? `the receiver in namespace "${one.namespace}" takes no hooks: it runs without --hooks\nSwitch them on: kubectl apprepo serve --manifests --hooks, or hooks: true in the chart's values. ${byHand} if another one does.`
      : `no receiver was found in the cluster, which hooks are lent to\nRun one: kubectl apprepo serve --manifests --hooks --host HOST | kubectl apply -n kubeapps -f -\n${byHand} where it does not run as that makes it.`,
  );
}

async function visibleReceivers(client: KubeClient, signal: AbortSignal) {
  try {
    return await receiversSeen(client, undefined, signal);
  } catch (error) {
    if (error instanceof ApiError && error.code === 403) {
      error.message +=
        `\nThe receiver is looked for in all namespaces, and so is its address without --base-url. ${byHand} instead.`;
    }
    throw error;
  }
}
