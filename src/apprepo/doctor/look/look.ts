/** Reads everything that the checks go by: two requests at a time, and each thing once. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError, ConnectionError } from "../../../kube/api/errors.ts";
import { missingRight } from "../../grant/forbidden.ts";
import { homesOf, rightToSee, visibleReleases } from "../../kubeapps/find_kubeapps.ts";
import type { Release } from "../../kubeapps/releases.ts";
import { type Looked, seen, unseen } from "../looked.ts";
import type { ProgramSeen, Seen } from "../seen.ts";
import { MissingRights } from "../../status/missing_rights.ts";
import type { Account } from "../../grant/objects/account.ts";
import type { Sender } from "../../webhook/check/sender.ts";
import { askedAccount } from "./asked.ts";
import { anonymousSeen } from "./anonymous.ts";
import { accountsSeen } from "./accounts.ts";
import { hostCertificates } from "./certificates.ts";
import { entranceSeen } from "./entrance.ts";
import { ownRules } from "../../grant/own_rules.ts";
import { kubeappsPods } from "./kubeapps_pods.ts";
import { receiversSeen } from "./receivers.ts";
import { repositoriesSeen, type Scope } from "./repositories.ts";
import { resourceSeen } from "./resource.ts";
import { straysSeen } from "./strays.ts";
import { serverSeen } from "./server.ts";

export interface LookOptions {
  readonly scope: Scope;
  /** Where Kubeapps is, if that was said. */
  readonly kubeappsNamespace?: string;
  readonly program: ProgramSeen;
  /** Whose rights were asked about. */
  readonly account?: Account;
  /** The address of webhooks, and who calls it. */
  readonly outside?: { readonly baseUrl: string; readonly sender: Pick<Sender, "post"> };
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
  const others = await beside;
  return {
    ...base,
    releases,
    strays: strays?.kind === "seen" ? strays.value : undefined,
    controllerPods: pods.kind === "seen" ? seen(pods.value.controllers) : pods,
    repositories,
    ...others,
    blindSpots: [...others.blindSpots, ...missing.all],
    ...await lookAtWebhooks(client, others, repositories, kubeappsNamespace, signal),
    ...await lookAsked(client, options, repositories),
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
    accounts: await tried(accountsSeen(client, namespace, missing, signal)),
    receivers: await tried(receiversSeen(client, kubeappsNamespace, signal)),
    blindSpots: missing.all,
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
  { account, outside, signal }: LookOptions,
  repositories: Seen["repositories"],
): Promise<Pick<Seen, "asked" | "anonymous">> {
  const keys = repositories.kind === "seen" ? repositories.value.map(({ key }) => key) : [];
  const [first] = keys;
  return {
    asked: account && await tried(askedAccount(client, account, keys, signal)),
    anonymous: outside && first &&
      await tried(anonymousSeen(outside.sender, outside.baseUrl, first)),
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

/** @param isFatal errors that end it all */
async function tried<T>(
  looking: Promise<T>,
  isFatal: (error: ApiError) => boolean = () => false,
): Promise<Looked<T>> {
  try {
    return seen(await looking);
  } catch (error) {
    if (error instanceof ApiError && !isFatal(error)) {
      return unseen(missingRight(error) ?? firstLine(error.message));
    }
    if (error instanceof ConnectionError) return unseen(firstLine(error.message));
    throw error;
  }
}

function isOfName({ names }: Scope): (error: ApiError) => boolean {
  return ({ code, isUnknownType }) => names.length > 0 && code === 404 && !isUnknownType;
}

function firstLine(text: string): string {
  return text.replace(/^error: /, "").split("\n", 1)[0] ?? "";
}

function nothing(why: string) {
  const away = unseen(why);
  return {
    resource: away,
    releases: away,
    controllerPods: away,
    repositories: away,
    accounts: away,
    receivers: away,
    hostCertificates: away,
    blindSpots: [],
  };
}
