/** What a grant is to give. */

import type { Account } from "./objects/account.ts";

export interface Target {
  readonly namespace: string;
  /** Of AppRepositories; undefined for all of the namespace. */
  readonly names?: readonly string[];
}

export interface GrantRequest {
  readonly account: Account;
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
