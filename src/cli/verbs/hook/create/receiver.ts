/** The account that a hook is lent to. */

import { isUnavailable } from "../../../../apprepo/grant/forbidden.ts";
import type { Account } from "../../../../apprepo/grant/objects/account.ts";
import { find } from "../../../../apprepo/grant/objects/ensure.ts";
import type { RoleBinding } from "../../../../apprepo/grant/objects/manifests.ts";
import { roleBindings, serviceAccounts } from "../../../../apprepo/grant/objects/resources.ts";
import { type HookName, hookObjectName } from "../../../../apprepo/hook/hook.ts";
import { lendingOf } from "../../../../apprepo/hook/lending.ts";
import type { KubeClient } from "../../../../kube/api/client.ts";
import { formatWarning } from "../../../../output/style.ts";
import type { CommandContext } from "../../../context.ts";

/** To whom it is lent already; undefined where it is lent to nobody, as far as the caller may see. */
export async function lentTo(
  client: KubeClient,
  { namespace, name }: HookName,
  signal: AbortSignal,
): Promise<Account | undefined> {
  const metadata = { namespace, name: hookObjectName(name) };
  try {
    const binding = await find<RoleBinding>(client, roleBindings, { metadata }, signal);
    return binding && lendingOf(binding)?.to[0];
  } catch (error) {
    if (isUnavailable(error)) return undefined;
    throw error;
  }
}

/** It may be made after the hook, so this is no error; who may not look is not told. */
export async function warnIfMissing(
  context: CommandContext,
  client: KubeClient,
  { namespace, name }: Account,
) {
  try {
    if (await find(client, serviceAccounts, { metadata: { namespace, name } }, context.stop)) {
      return;
    }
  } catch (error) {
    if (isUnavailable(error)) return;
    throw error;
  }
  context.host.stderr.write(formatWarning(
    `there is no ServiceAccount ${namespace}:${name} yet, which --receiver names: nothing can be received as it`,
    context.terminal.err.colour,
  ));
}
