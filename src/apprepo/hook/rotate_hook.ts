/** A new secret beside the old ones, and their end. */

import type { KubeClient } from "../../kube/api/client.ts";
import { change, type Made, type Writing } from "../grant/objects/ensure.ts";
import { secrets } from "../grant/objects/resources.ts";
import { findHookSecret, hookOf } from "./find_hook.ts";
import { type Hook, type HookName } from "./hook.ts";
import { HookError, noHook } from "./hook_error.ts";
import { type HookSecret, hookSecret, mostKeys } from "./hook_secret.ts";
import { checkKey, hookKey } from "./new_key.ts";

export interface Rotated {
  /** As it is now. */
  readonly hook: Hook;
  /** Undefined where nothing was to be done. */
  readonly made?: Made;
}

/**
 * Puts a new key before the old ones, which stay good.
 * @param given the user's own; undefined for a new one
 * @throws {HookError} where there is no such hook, or too many keys
 * @throws {ApiError} {ConnectionError}
 */
export function addKey(
  client: KubeClient,
  name: HookName,
  given: string | undefined,
  writing: Writing,
): Promise<Rotated> {
  return edited(client, name, writing, (hook) => {
    const { keys, proof } = hook;
    if (given !== undefined) checkKey(proof, given);
    if (keys[0]!.key === given) return hook;
    if (keys.length >= mostKeys) {
      throw new HookError(
        `hook "${hook.name}" in namespace "${hook.namespace}" has ${keys.length} keys already\nEnd the old ones first: kubectl apprepo hook rotate ${hook.name} -n ${hook.namespace} --drop-old`,
      );
    }
    const others = keys.filter(({ key }) => key !== given);
    return { ...hook, keys: [hookKey(proof, given, writing.timing.now()), ...others] };
  });
}

/** Ends all keys but the newest. @throws {HookError} {ApiError} {ConnectionError} as above */
export function dropOldKeys(
  client: KubeClient,
  name: HookName,
  writing: Writing,
): Promise<Rotated> {
  return edited(
    client,
    name,
    writing,
    (hook) => hook.keys.length === 1 ? hook : { ...hook, keys: hook.keys.slice(0, 1) },
  );
}

/** @param edit called again where somebody else has changed it meanwhile */
async function edited(
  client: KubeClient,
  name: HookName,
  writing: Writing,
  edit: (hook: Hook) => Hook,
): Promise<Rotated> {
  const secret = await findHookSecret(client, name, writing.signal);
  if (!secret) throw noHook(name.namespace, name.name);
  let hook = hookOf(secret);
  const made = await change<HookSecret>(client, secrets, secret, (there) => {
    const before = hookOf(there);
    hook = edit(before);
    return hook === before ? there : { ...there, data: hookSecret(hook).data };
  }, writing);
  return { hook, made };
}
