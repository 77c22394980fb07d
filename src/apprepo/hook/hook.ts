/**
 * A hook: a way in for a sender that can't send a Kubernetes token. What it is made of stands in a
 * Secret of the tenant's namespace; docs/decisions/0013-hooks.md says why.
 */

import type { Proof } from "./proof.ts";
import type { SenderName } from "./senders.ts";

/** What the sender shows, or signs with. */
export interface HookKey {
  readonly key: string;
  /** RFC 3339: when it was made. */
  readonly since: string;
}

export interface Hook {
  readonly namespace: string;
  readonly name: string;
  readonly from: SenderName;
  readonly proof: Proof;
  /** The URL's last part where it is no secret; undefined where the keys are. */
  readonly id?: string;
  /** The newest first; during a rotation there are several, and all count. */
  readonly keys: readonly HookKey[];
  /** Names of the AppRepositories that it refreshes, in its own namespace. */
  readonly repositories: readonly string[];
  /** Patterns of repository or package names that it goes by; all where there are none. */
  readonly only: readonly string[];
}

export type HookName = Pick<Hook, "namespace" | "name">;

/** No two hooks have the same. */
export function hookId({ namespace, name }: HookName): string {
  return `${namespace}/${name}`;
}

/** Of a hook's Secret and ServiceAccount, and of the Role and RoleBinding that lend them. */
export function hookObjectName(name: string): string {
  return `apprepo-hook-${name}`;
}

/** @returns undefined for the name of no hook's object */
export function hookNameOf(objectName: string): string | undefined {
  return /^apprepo-hook-(.+)$/.exec(objectName)?.[1];
}

const longestName = 63;
const nameForm = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

export function isHookName(name: string): boolean {
  return name.length <= longestName && nameForm.test(name);
}

const longestRepositoryName = 253;

/** Of an object as the API server takes it. */
export function isRepositoryName(name: string): boolean {
  return name.length <= longestRepositoryName && nameForm.test(name);
}

/** What the URL may end in: the newest first where it is the keys. */
export function urlSecrets({ id, keys }: Pick<Hook, "id" | "keys">): readonly string[] {
  return id === undefined ? keys.map(({ key }) => key) : [id];
}

/** Characters: GitHub and others cut off what is longer. */
export const longestUrl = 255;

/** At the receiver; every part is of characters that stand for themselves in a URL. */
export function hookPath(
  { namespace, name }: HookName,
  secret: string,
): string {
  return `/hook/${namespace}/${name}/${secret}`;
}
