import type { Made } from "../objects/ensure.ts";
import type { RoleBinding } from "../objects/manifests.ts";
import type { Grantee } from "../objects/grantee.ts";
import type { Target } from "../request.ts";

export interface RevokeRequest {
  readonly account: Grantee;
  /** Undefined for everything that the account was granted. */
  readonly targets?: readonly Target[];
  /** Of a user or a group: where to look for what it was granted, for who may not look everywhere. */
  readonly namespace?: string;
}

export interface RevokeEvents {
  made(made: Made): void;
  /** Something stays; the reason is a clause, such as `it was there before the grant`. */
  left(called: string, reason: string): void;
  /** A binding could not be undone; the others are. */
  failed(binding: RoleBinding, error: unknown): void;
}
