/** A new secret beside the old ones, and their end. */

import type { KubeClient } from "../../kube/api/client.ts";
import { change, type Made, type Writing } from "../grant/objects/ensure.ts";
import { secrets } from "../grant/objects/resources.ts";
import { hookOf, type KnownHook } from "./find_hook.ts";
import type { Hook, HookKey } from "./hook.ts";
import { HookError, NoHook } from "./hook_error.ts";
import { type HookSecret, hookSecret, mostKeys } from "./hook_secret.ts";
import { checkKey, hookKey } from "./new_key.ts";

export interface Rotated {
  /** As it is now. */
  readonly hook: Hook;
  /** Undefined where nothing was to be done. */
  readonly made?: Made;
  /** Whether its newest key was made or brought by this. */
  readonly isNew: boolean;
}

/**
 * Puts a new key before the old ones, which stay good.
 * @param given the user's own; undefined for a new one
 * @throws {HookError} where there is no such hook any more, or too many keys
 * @throws {ApiError} {ConnectionError}
 */
export async function addKey(
  client: KubeClient,
  known: KnownHook,
  given: string | undefined,
  writing: Writing,
): Promise<Rotated> {
  let added: HookKey | undefined;
  const rotated = await edited(client, known, writing, (hook) => {
    const { keys, proof } = hook;
    if (given !== undefined) checkKey(proof, given);
    // The same one in each attempt: the answer to one that was stored may have been lost.
    const fresh = added ?? hookKey(proof, given, writing.timing.now());
    if (keys[0]!.key === fresh.key) return hook;
    const others = keys.filter(({ key }) => key !== fresh.key);
    if (others.length >= mostKeys) {
      throw new HookError(
        `hook "${hook.name}" in namespace "${hook.namespace}" has ${keys.length} keys already\nEnd the old ones first: kubectl apprepo hook rotate ${hook.name} -n ${hook.namespace} --drop-old`,
      );
    }
    added = fresh;
    return { ...hook, keys: [fresh, ...others] };
  });
  return { ...rotated, isNew: added !== undefined };
}

/** Ends all keys but the newest. @throws {HookError} {ApiError} {ConnectionError} as above */
export async function dropOldKeys(
  client: KubeClient,
  known: KnownHook,
  writing: Writing,
): Promise<Rotated> {
  const dropped = await edited(
    client,
    known,
    writing,
    (hook) => hook.keys.length === 1 ? hook : { ...hook, keys: hook.keys.slice(0, 1) },
  );
  return { ...dropped, isNew: false };
}

/** @param edit called again where somebody else has changed it meanwhile */
async function edited(
  client: KubeClient,
  known: KnownHook,
  writing: Writing,
  edit: (hook: Hook) => Hook,
): Promise<Omit<Rotated, "isNew">> {
  let { hook } = known;
  let isWanted = false;
  const made = await change<HookSecret>(client, secrets, known.secret, (there) => {
    const before = hookOf(there);
    hook = edit(before);
    isWanted = hook !== before;
    return isWanted ? { ...there, data: hookSecret(hook).data } : there;
  }, writing);
  // Somebody deleted it meanwhile.
  if (isWanted && !made) throw new NoHook(known.hook);
  return { hook, made };
}
