/** Everything that the checks go by, read once. */

import type { AppRepository, RepositoryKey } from "../app_repository.ts";
import type { Account } from "../grant/objects/account.ts";
import type { Group, User } from "../grant/objects/grantee.ts";
import type { Rule } from "../grant/objects/rules.ts";
import type { HarborWebhook } from "../harbor/webhooks.ts";
import type { HookAsked } from "../hook/create_command.ts";
import type { Release } from "../kubeapps/releases.ts";
import type { NamedSecret } from "../status/named_secrets.ts";
import type { SyncOverview } from "../sync/overview/sync_overview.ts";
import type { PodState } from "../sync/pod_state.ts";
import type { SyncEnd } from "../sync/sync_end.ts";
import type { Looked } from "./looked.ts";
import type { ObjectRef } from "./verdict.ts";

export interface Seen {
  /** In ms since the epoch. */
  readonly now: number;
  /** What is looked at: one namespace, or all. */
  readonly namespace?: string;
  readonly server: Looked<ServerSeen>;
  readonly resource: Looked<ResourceSeen>;
  readonly program: ProgramSeen;
  readonly releases: Looked<readonly Release[]>;
  /** Deployments that are called like Kubeapps' controller, where none has its labels. */
  readonly strays?: readonly StraySeen[];
  /** The Pods of Kubeapps' controllers. */
  readonly controllerPods: Looked<readonly ControllerPod[]>;
  readonly repositories: Looked<readonly RepositorySeen[]>;
  /** What the caller may do in the namespace; of all namespaces, nobody can tell. */
  readonly ownRules?: Looked<readonly Rule[]>;
  readonly accounts: Looked<readonly AccountSeen[]>;
  /** Seen with the accounts. */
  readonly outsiders: readonly OutsiderSeen[];
  /** Undefined where nobody asked about one. */
  readonly asked?: Looked<AskedAccount>;
  readonly receivers: Looked<readonly ReceiverSeen[]>;
  readonly hooks: Looked<readonly HookSeen[]>;
  /** Undefined where no receiver takes hooks. */
  readonly strayRights?: Looked<readonly StrayRight[]>;
  /** Undefined where nobody waits for webhooks. */
  readonly entrance?: Looked<EntranceSeen>;
  /** Undefined where no URL was given. */
  readonly anonymous?: Looked<AnonymousSeen>;
  /** Undefined where no Harbor was given; what it says of itself needs no right. */
  readonly harbor?: Looked<HarborSeen>;
  /** Undefined where no Harbor was given. */
  readonly registry?: Looked<RegistrySeen>;
  readonly hostCertificates: Looked<readonly HostCertificate[]>;
  /** Rights that are missing for a part of what the above tells, in sentences. */
  readonly blindSpots: readonly string[];
}

/** Where a webhook comes in. */
export interface EntranceSeen {
  readonly baseUrl: string;
  /** Of what it leads to. */
  readonly namespace: string;
  /** Such as `ingress.networking.k8s.io/kubeapps in namespace "kubeapps"`. */
  readonly foundIn: string;
  /** Whether it leads to a receiver; else to Kubeapps itself. */
  readonly receiver: boolean;
  /** Of that Kubeapps. */
  readonly version?: string;
}

export interface HarborSeen {
  readonly address: string;
  /** Whether it sends webhooks at all; undefined where it did not tell. */
  readonly isSending?: boolean;
}

/** A project of Harbor's. */
export interface RegistrySeen {
  readonly address: string;
  readonly project: string;
  /** The flags by which another command reaches it. */
  readonly words: string;
  /** By which its charts are reached, the address's among them. */
  readonly hosts: readonly string[];
  /** The name that Kubeapps has for the cluster. */
  readonly cluster: string;
  /** Where webhooks should go, if that was said: Harbor may reach the cluster by another address. */
  readonly baseUrl?: string;
  readonly webhooks: readonly HarborWebhook[];
}

export interface HostCertificate {
  readonly namespace: string;
  readonly secret: string;
  readonly hosts: readonly string[];
  /** In ms since the epoch; undefined where there is none, or none that can be read. */
  readonly expiresAt?: number;
}

export interface ServerSeen {
  readonly major: number;
  readonly minor: number;
  /** Such as `v1.34.1`. */
  readonly version: string;
  /** Its clock, in ms since the epoch; undefined where it did not tell. */
  readonly time?: number;
}

export interface ResourceSeen {
  readonly isServed: boolean;
  /** Whether the schema has spec.resyncRequests; undefined where it could not be read. */
  readonly hasCounter?: boolean;
}

export interface ProgramSeen {
  /** Such as `v0.1.0`. */
  readonly version: string;
  /** Paths by which a shell finds the plugin, the one that kubectl takes first. */
  readonly paths: readonly string[];
  /** What kubectl asks at each TAB; undefined where the plugin is not in PATH. */
  readonly completer?: CompleterSeen;
  /** Files that KUBECONFIG lists and that have the current context, the one that counts first. */
  readonly contexts?: readonly ContextSeen[];
}

export interface CompleterSeen {
  /** Where it belongs. */
  readonly path: string;
  /** The file name of the plugin beside it. */
  readonly program: string;
  /**
   * `ours`: as `completion install` makes it. `theirs`: it leads to the plugin, and somebody else made
   * it, such as Homebrew or Scoop. `other`: it does not lead to the plugin.
   */
  readonly state: "missing" | "ours" | "theirs" | "other";
}

/** A kubeconfig's own idea of the current context. */
export interface ContextSeen {
  readonly path: string;
  readonly name: string;
  readonly cluster?: string;
  readonly user?: string;
  readonly namespace?: string;
}

/** A ServiceAccount that the user asked about. */
export interface AskedAccount {
  readonly account: Account;
  /** Those that it may not refresh. */
  readonly refused: readonly RepositoryKey[];
}

/** What a webhook's URL says to somebody without a token. */
export interface AnonymousSeen {
  readonly url: string;
  /** Undefined where it refuses, as it should. */
  readonly fault?: { readonly message: string; readonly advice: string };
}

export interface StraySeen {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ControllerPod {
  readonly namespace: string;
  readonly name: string;
  readonly images: readonly string[];
  readonly restarts: number;
  /** Why a container waits, such as `ImagePullBackOff`. */
  readonly waiting?: string;
}

export interface RepositorySeen {
  readonly key: RepositoryKey;
  readonly repository: AppRepository;
  readonly overview: SyncOverview;
  /** Of its newest run, while that has not succeeded. */
  readonly pod?: PodState;
  /** Why its newest run has no Pod. */
  readonly createFailure?: string;
  /** How the newest run ended, where its log was read. */
  readonly end?: SyncEnd;
  readonly secrets: Looked<readonly NamedSecret[]>;
}

/** A user or a group that grant made rights for; its tokens are not the cluster's. */
export interface OutsiderSeen {
  readonly grantee: User | Group;
  /** Undefined where it could not be looked at. */
  readonly lock?: AccountSeen["lock"];
}

/** A ServiceAccount that grant made rights for. */
export interface AccountSeen {
  readonly account: Account;
  /** Namespaces in which it is bound. */
  readonly namespaces: readonly string[];
  /** The AppRepositories that it reaches in the first of them; undefined where that can't be read. */
  readonly reach?: "all" | readonly string[];
  /** Undefined where it could not be looked at. */
  readonly lock?: "right" | "changed" | "missing" | "impossible";
  /** Rights beyond a refresh, by the roles that it is bound to; undefined where they can't be read. */
  readonly beyond?: readonly string[];
  /** Names of its token Secrets, the current one first; undefined where they can't be listed. */
  readonly tokens?: readonly string[];
}

export interface ReceiverSeen {
  readonly namespace: string;
  readonly name: string;
  /** Its own account, where it takes hooks. */
  readonly hooksAs?: Account;
  readonly wanted: number;
  readonly ready: number;
  readonly images: readonly string[];
}

export interface HookSeen {
  readonly namespace: string;
  readonly name: string;
  /** The accounts that may read its Secret and ask for its tokens. */
  readonly lentTo: readonly Account[];
  /** Undefined where no marked RoleBinding in its namespace binds its own account. */
  readonly granted?: HookGranted;
  /** Undefined where Secrets can't be listed. */
  readonly secret?: HookSecretSeen;
}

export interface HookGranted {
  /** As of any account. */
  readonly reach: AccountSeen["reach"];
  /** Whether the ServiceAccount itself is there; undefined where that can't be looked at. */
  readonly isThere?: boolean;
}

export type HookSecretSeen =
  | { readonly kind: "missing" }
  /** `fault` says nothing of the values. */
  | { readonly kind: "broken"; readonly fault: string }
  | {
    readonly kind: "whole";
    /** All of it but the secrets. */
    readonly asked: HookAsked;
    /** Those of them that are not there; undefined where only some were looked at. */
    readonly lost?: readonly string[];
  };

/** A right of a receiver's own account that no hook lent. */
export interface StrayRight {
  readonly account: Account;
  readonly binding: ObjectRef;
  /** Such as `ClusterRole "view"`, or `list secrets`. */
  readonly gives: string;
  /** Whether the binding is a hook's, and its Role gives more than it should. */
  readonly isOfHook: boolean;
  /** Whether others are bound by the same. */
  readonly isShared: boolean;
}
