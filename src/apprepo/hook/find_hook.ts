import type { KubeClient } from "../../kube/api/client.ts";
import { find } from "../grant/objects/ensure.ts";
import { secrets } from "../grant/objects/resources.ts";
import { type Hook, type HookName, hookObjectName } from "./hook.ts";
import { HookError, NoHook } from "./hook_error.ts";
import { type HookSecret, HookSecretFault, hookSecretType, readHookSecret } from "./hook_secret.ts";

/** @returns undefined where there is none @throws {HookError} where another Secret has its name */
export async function findHookSecret(
  client: Pick<KubeClient, "get">,
  { namespace, name }: HookName,
  signal: AbortSignal,
): Promise<HookSecret | undefined> {
  const metadata = { namespace, name: hookObjectName(name) };
  const secret = await find<HookSecret>(client, secrets, { metadata }, signal);
  if (!secret || secret.type === hookSecretType) return secret;
  throw new HookError(
    `Secret "${metadata.name}" in namespace "${namespace}" is no hook: its type is ${
      JSON.stringify(secret.type)
    }\nGive the hook another name.`,
  );
}

export interface KnownHook {
  readonly secret: HookSecret;
  readonly hook: Hook;
}

/** @throws {HookError} where there is none, or where it can't be used; {ApiError} {ConnectionError} */
export async function knownHook(
  client: Pick<KubeClient, "get">,
  key: HookName,
  signal: AbortSignal,
): Promise<KnownHook> {
  const secret = await findHookSecret(client, key, signal);
  if (!secret) throw new NoHook(key);
  return { secret, hook: hookOf(secret) };
}

/** @throws {HookError} where it is broken, and what to do */
export function hookOf(secret: HookSecret): Hook {
  try {
    return readHookSecret(secret);
  } catch (error) {
    if (!(error instanceof HookSecretFault)) throw error;
    const { name, namespace } = secret.metadata;
    throw new HookError(
      `Secret "${name}" in namespace "${namespace}" can't be used as a hook: ${error.message}\nDelete the hook and make it again: its sender then needs the new secret.`,
    );
  }
}
