/** Reads everything that the checks go by: two requests at a time, and each thing once. */

import type { KubeClient } from "../../../kube/api/client.ts";
import type { ApiError } from "../../../kube/api/errors.ts";
import { homesOf, rightToSee, visibleReleases } from "../../kubeapps/find_kubeapps.ts";
import type { Release } from "../../kubeapps/releases.ts";
import { takers } from "../each_hook.ts";
import { type Looked, seen, unseen } from "../looked.ts";
import type { ProgramSeen, Seen } from "../seen.ts";
import { MissingRights } from "../../status/missing_rights.ts";
import type { Account } from "../../grant/objects/account.ts";
import type { Sender } from "../../webhook/check/sender.ts";
import { askedAccount } from "./asked.ts";
import { anonymousSeen } from "./anonymous.ts";
import { type GrantedSeen, granteesSeen } from "./accounts.ts";
import { hooksSeen } from "./hooks.ts";
import { strayRights } from "./stray_rights.ts";
import { hostCertificates } from "./certificates.ts";
import { entranceSeen } from "./entrance.ts";
import { ownRules } from "../../grant/own_rules.ts";
import { kubeappsPods } from "./kubeapps_pods.ts";
import { receiversSeen } from "./receivers.ts";
import { repositoriesSeen, type Scope } from "./repositories.ts";
import { type Registry, registrySeen } from "./registry.ts";
import { resourceSeen } from "./resource.ts";
import { straysSeen } from "./strays.ts";
import { serverSeen } from "./server.ts";
import { tried } from "./tried.ts";

export interface LookOptions {
  readonly scope: Scope;
  /** Where Kubeapps is, if that was said. */
  readonly kubeappsNamespace?: string;
  readonly program: ProgramSeen;
  /** The name that Kubeapps has for the cluster. */
  readonly cluster: string;
  /** Whose rights were asked about. */
  readonly account?: Account;
  /** The address of webhooks, and who calls it. */
  readonly outside?: { readonly baseUrl: string; readonly sender: Pick<Sender, "post"> };
  /** The project of Harbor that pushes come from. */
  readonly registry?: Registry;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** @throws {ApiError} with code 404 where a repository that was named is not there */
export async function look(client: KubeClient, options: LookOptions): Promise<Seen> {
  const { scope, kubeappsNamespace, program, now, signal } = options;
  const server = await tried(serverSeen(client, signal));
  const base = { now: now(), namespace: scope.namespace, server, program };
  if (server.kind === "unseen") return { ...base, ...nothing(server.why) };
  const beside = lookBeside(client, scope, kubeappsNamespace, signal);
  // Its failure is told where it is wanted.
  beside.catch(() => {});
  const releases = await releasesSeen(client, kubeappsNamespace, signal);
  const isFound = releases.kind !== "seen" || releases.value.some(({ controller }) => controller);
  const strays = isFound ? undefined : await tried(straysSeen(client, kubeappsNamespace, signal));
  const homes = kubeappsNamespace
    ? [kubeappsNamespace]
    : homesOf(releases.kind === "seen" ? releases.value : undefined);
  const pods = await tried(kubeappsPods(client, homes, signal));
  const missing = new MissingRights();
  const repositories = await tried(
    repositoriesSeen(client, scope, homes, pods, missing, now, signal),
    isOfName(scope),
  );
  const { granted, ...rest } = await beside;
  const others = {
    ...rest,
    accounts: granted.kind === "seen" ? seen(granted.value.accounts) : granted,
    outsiders: granted.kind === "seen" ? granted.value.outsiders : [],
  };
  return {
    ...base,
    releases,
    strays: strays?.kind === "seen" ? strays.value : undefined,
    controllerPods: pods.kind === "seen" ? seen(pods.value.controllers) : pods,
    repositories,
    ...others,
    blindSpots: [...others.blindSpots, ...missing.all],
    ...await lookAtHooks(client, scope, granted, others.receivers, repositories, signal),
    ...await lookAtWebhooks(client, others, repositories, kubeappsNamespace, signal),
    ...await lookAsked(client, options, repositories),
    ...await lookAtRegistry(client, options, others.accounts),
  };
}

/** What no repository is needed for. */
async function lookBeside(
  client: KubeClient,
  { namespace }: Scope,
  kubeappsNamespace: string | undefined,
  signal: AbortSignal,
) {
  const missing = new MissingRights();
  return {
    resource: await tried(resourceSeen(client, signal)),
    ownRules: namespace === undefined
      ? undefined
      : await tried(ownRules(client, namespace, signal)),
    granted: await tried(granteesSeen(client, namespace, missing, signal)),
    receivers: await tried(receiversSeen(client, kubeappsNamespace, signal)),
    blindSpots: missing.all,
  };
}

async function lookAtHooks(
  client: KubeClient,
  { namespace, names, labelSelector }: Scope,
  granted: Looked<GrantedSeen>,
  receivers: Seen["receivers"],
  repositories: Seen["repositories"],
  signal: AbortSignal,
): Promise<Pick<Seen, "hooks" | "strayRights">> {
  const accounts = takers({ receivers }) ?? [];
  const isTaken = accounts.length > 0;
  const isWhole = names.length === 0 && labelSelector === undefined;
  const keys = isWhole && repositories.kind === "seen"
    ? repositories.value.map(({ key }) => key)
    : undefined;
  return {
    hooks: granted.kind === "seen"
      ? await tried(hooksSeen(client, namespace, granted.value, keys, isTaken, signal))
      : granted,
    strayRights: isTaken
      ? await tried(strayRights(client, accounts, namespace, signal))
      : undefined,
  };
}

/** What is of use only where somebody waits for webhooks. */
async function lookAtWebhooks(
  client: KubeClient,
  { accounts, receivers }: Pick<Seen, "accounts" | "receivers">,
  repositories: Seen["repositories"],
  kubeappsNamespace: string | undefined,
  signal: AbortSignal,
): Promise<Pick<Seen, "entrance" | "hostCertificates">> {
  const [one] = repositories.kind === "seen" ? repositories.value : [];
  const isReceived = receivers.kind === "seen" && receivers.value.length > 0;
  const isGranted = accounts.kind === "seen" && accounts.value.length > 0;
  return {
    entrance: one && (isReceived || isGranted)
      ? await entranceSeen(client, one.key, signal)
      : undefined,
    hostCertificates: isReceived
      ? await tried(hostCertificates(client, kubeappsNamespace, signal))
      : seen([]),
  };
}

/** What is looked at because somebody asked for it. */
async function lookAsked(
  client: KubeClient,
  { account, cluster, outside, signal }: LookOptions,
  repositories: Seen["repositories"],
): Promise<Pick<Seen, "asked" | "anonymous">> {
  const keys = repositories.kind === "seen" ? repositories.value.map(({ key }) => key) : [];
  const [first] = keys;
  return {
    asked: account && await tried(askedAccount(client, account, keys, signal)),
    anonymous: outside && first &&
      await tried(anonymousSeen(outside.sender, outside.baseUrl, { cluster, ...first })),
  };
}

async function lookAtRegistry(
  client: KubeClient,
  { registry, cluster, outside, now, signal }: LookOptions,
  accounts: Seen["accounts"],
): Promise<Pick<Seen, "harbor" | "registry">> {
  if (!registry) return {};
  const info = await tried(registry.info());
  if (info.kind === "unseen") return { harbor: info, registry: info };
  const options = {
    accounts: accounts.kind === "seen" ? accounts.value : [],
    cluster,
    baseUrl: outside?.baseUrl,
    now: now(),
    signal,
  };
  const { address } = registry.project;
  return {
    harbor: seen({ address, isSending: info.value.notification_enable }),
    registry: await tried(registrySeen(client, registry, info.value, options)),
  };
}

async function releasesSeen(
  client: KubeClient,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<Looked<readonly Release[]>> {
  const looked = await tried(visibleReleases(client, namespace, signal));
  if (looked.kind === "unseen") return looked;
  return looked.value ? seen(looked.value) : unseen(rightToSee(namespace));
}

function isOfName({ names }: Scope): (error: ApiError) => boolean {
  return ({ code, isUnknownType }) => names.length > 0 && code === 404 && !isUnknownType;
}

function nothing(why: string) {
  const away = unseen(why);
  return {
    resource: away,
    releases: away,
    controllerPods: away,
    repositories: away,
    accounts: away,
    outsiders: [],
    receivers: away,
    hooks: away,
    hostCertificates: away,
    blindSpots: [],
  };
}
