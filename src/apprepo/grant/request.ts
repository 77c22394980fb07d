/** What a grant is to give. */

import type { Grantee } from "./objects/grantee.ts";

export interface Target {
  readonly namespace: string;
  /** Of AppRepositories; undefined for all of the namespace. */
  readonly names?: readonly string[];
}

export interface GrantRequest {
  /** A user or a group gets neither a ServiceAccount nor a token: its `tokenType` is `none`. */
  readonly account: Grantee;
  readonly targets: readonly Target[];
  /** By a Role in each namespace, or by one ClusterRole for all. */
  readonly by: "role" | "clusterRole";
  /** The ClusterRole that the user named. */
  readonly clusterRole?: string;
  /** Whether a ClusterRole that gives too little gets what is missing. */
  readonly reconcile: boolean;
  readonly lock: boolean;
  readonly tokenType: "secret" | "bound" | "none";
}
