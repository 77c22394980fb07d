/** `token --check`: is the token valid, what may it do, does the lock hold it. */

import type { Account } from "../../../apprepo/grant/objects/account.ts";
import { bindingsOf } from "../../../apprepo/grant/objects/bindings.ts";
import { isLocked, type Reach, reachOf } from "../../../apprepo/grant/token/check_token.ts";
import { holder } from "../../../apprepo/grant/token/holder.ts";
import { appRepositories, type RepositoryKey } from "../../../apprepo/app_repository.ts";
import { type LockSeen, lockSeen } from "../../../apprepo/grant/lock/lock_seen.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { escapeTerminal } from "../../../output/escape.ts";
import { encodeJson } from "../../../output/json.ts";
import type { TokenValues } from "./flags.ts";
import { connect } from "../../connect.ts";
import type { CommandContext } from "../../context.ts";
import { exitCodes } from "../../exit_codes.ts";

/**
 * `untried`: it is there, with no AppRepository to try it on. `unknown`: nor may the caller look.
 * `impossible`: this API server can have none.
 */
type LockState = "in force" | "untried" | "open" | "impossible" | "unknown";

/** Milliseconds: API servers look for new policies once a second, and busy ones were seen to take several. */
const lockPatience = 10_000;
const lockPause = 250;

interface Findings {
  readonly valid: boolean;
  readonly user?: string;
  readonly namespaces: readonly Reach[];
  readonly lock: LockState;
}

/** @param client the caller's own, for what the token can't see */
export async function runTokenCheck(
  context: CommandContext,
  values: TokenValues,
  client: KubeClient,
  account: Account,
  token: string,
  asJson: boolean,
): Promise<void> {
  const { client: asHolder } = await connect(context, values, token);
  const findings = await check(context, client, asHolder, account, token);
  await asHolder.close();
  if (!findings.valid) context.exitCode = exitCodes.error;
  const text = asJson ? encodeJson(findings, "    ") : escapeTerminal(describe(findings));
  context.host.stdout.write(`${text}\n`);
}

async function check(
  context: CommandContext,
  client: KubeClient,
  asHolder: KubeClient,
  account: Account,
  token: string,
): Promise<Findings> {
  const { stop: signal } = context;
  const found = await holder(asHolder, token, signal);
  if (!found.valid) return { valid: false, namespaces: [], lock: "unknown" };
  const { bindings } = await bindingsOf(client, account, [account.namespace], signal);
  const bound = bindings.flatMap(({ metadata }) => metadata.namespace ?? []);
  const namespaces: Reach[] = [];
  for (const namespace of new Set([account.namespace, ...bound])) {
    namespaces.push(await reachOf(asHolder, namespace, signal));
  }
  return {
    ...found,
    namespaces,
    lock: await triedLock(context, client, asHolder, account, namespaces) ??
      untried[await lockSeen(client, account, signal)],
  };
}

/** What can be said of a lock that could not be tried. */
const untried: Readonly<Record<LockSeen, LockState>> = {
  there: "untried",
  missing: "open",
  impossible: "impossible",
  unknown: "unknown",
};

/** @returns undefined where there is nothing to try it on */
async function triedLock(
  context: CommandContext,
  client: KubeClient,
  asHolder: KubeClient,
  account: Account,
  namespaces: readonly Reach[],
): Promise<LockState | undefined> {
  const { stop: signal } = context;
  for (const reach of namespaces) {
    const key = await someRepository(client, reach, signal);
    if (!key) continue;
    if (await isLocked(asHolder, key, signal)) return "in force";
    const seen = await lockSeen(client, account, signal);
    if (seen === "there") return await lockInTime(context, asHolder, key);
    return seen === "impossible" ? seen : "open";
  }
  return undefined;
}

/** A lock that is there and does not hold was made a moment ago, or this API server never goes by it. */
async function lockInTime(
  { host, stop }: CommandContext,
  asHolder: KubeClient,
  key: RepositoryKey,
): Promise<LockState> {
  host.stderr.write(
    `The lock is there and does not hold yet; trying again for ${lockPatience / 1_000} seconds.\n`,
  );
  for (const until = host.now() + lockPatience; host.now() < until;) {
    await host.sleep(lockPause, stop);
    if (await isLocked(asHolder, key, stop)) return "in force";
  }
  return "open";
}

/** One that the token may update, as far as the caller can see. */
async function someRepository(
  client: KubeClient,
  { namespace, names }: Reach,
  signal: AbortSignal,
): Promise<RepositoryKey | undefined> {
  if (names?.length === 0) return undefined;
  try {
    for await (const { metadata } of client.list(appRepositories, { namespace }, { signal })) {
      const name = metadata.name ?? "";
      if (names === undefined || names.includes(name)) return { namespace, name };
    }
  } catch (error) {
    if (!(error instanceof ApiError) || (error.code !== 403 && error.code !== 404)) throw error;
  }
  return undefined;
}

function describe({ valid, user, namespaces, lock }: Findings): string {
  if (!valid) return "The token is not valid: the API server does not know it.";
  return [
    `The token is valid. It ${
      user === undefined ? "" : `speaks as ${user} and `
    }lasts until it is revoked.`,
    ...namespaces.flatMap(describeReach),
    lockTexts[lock],
  ].join("\n");
}

function describeReach({ namespace, names, beyond }: Reach): string[] {
  const what = names === undefined
    ? "every AppRepository"
    : names.length === 0
    ? "no AppRepository"
    : names.map((name) => `"${name}"`).join(", ");
  const also = beyond.length > 0 ? [`There it may do more than that: ${beyond.join(", ")}.`] : [];
  return [`In namespace "${namespace}" it may refresh ${what}.`, ...also];
}

const lockTexts: Readonly<Record<LockState, string>> = {
  "in force": "The lock is in force: it can change nothing of them but spec.resyncRequests.",
  open:
    "There is NO LOCK: it can change the URL of these AppRepositories, and the Pods that Kubeapps runs for them.",
  impossible:
    "There is NO LOCK, and this API server can have none (it takes Kubernetes 1.30): it can change the URL of these AppRepositories, and the Pods that Kubeapps runs for them.",
  untried:
    "The lock is there, and was not tried: there is no AppRepository to try it on. An API server that goes by its policies lets the token change nothing but spec.resyncRequests.",
  unknown:
    "Whether the lock is in force could not be tried: there is no AppRepository to try it on, and you may not look at its policy.",
};
