/** From the name of an AppRepository to the URL of its webhook. */

import { appRepositories, type RepositoryKey } from "../../apprepo/app_repository.ts";
import { explainNotFound } from "../../apprepo/not_found.ts";
import { endpointNotice } from "../../apprepo/webhook/endpoint_notice.ts";
import { findBase, type FoundBase } from "../../apprepo/webhook/find/find_base.ts";
import { checkTarget, refreshPath, type WebhookTarget } from "../../apprepo/webhook/target.ts";
import type { KubeClient } from "../../kube/api/client.ts";
import { escapeTerminal } from "../../output/escape.ts";
import type { CommandContext } from "../context.ts";

export interface LocateOptions {
  /** Undefined where it is to be found in the cluster. */
  readonly baseUrl?: string;
  /** Whether to look whether the AppRepository exists. */
  readonly verify: boolean;
  /** Whether the URL is tried in any case, so that nothing needs to be said of who answers there. */
  readonly isTried: boolean;
}

export interface Located {
  readonly url: string;
  readonly baseUrl: string;
  /** Undefined where the base was given. */
  readonly found?: FoundBase;
}

/**
 * What there is to know about a base that was found goes to stderr.
 * @throws {Error} where the names can't be real ones, or no single address was found
 * @throws {ApiError} {ConnectionError}
 */
export async function locate(
  { host, stop }: CommandContext,
  client: KubeClient,
  target: WebhookTarget,
  { baseUrl, verify, isTried }: LocateOptions,
): Promise<Located> {
  checkTarget(target);
  if (verify) await mustExist(client, target, stop);
  if (baseUrl !== undefined) return { url: baseUrl + refreshPath(target), baseUrl };
  const found = await findBase(client, target, stop);
  const lines = found.notes.map((note) => `Note: ${note}.`);
  const notice = isTried ? undefined : endpointNotice(found);
  if (notice !== undefined) lines.push(notice);
  for (const line of lines) host.stderr.write(`${escapeTerminal(line)}\n`);
  return { url: found.baseUrl + refreshPath(target), baseUrl: found.baseUrl, found };
}

async function mustExist(
  client: KubeClient,
  { namespace, name }: RepositoryKey,
  signal: AbortSignal,
): Promise<void> {
  const key = { namespace, name };
  try {
    await client.get(appRepositories, key, { signal });
  } catch (error) {
    throw await explainNotFound(error, client, key, signal);
  }
}
