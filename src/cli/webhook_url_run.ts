/** `webhook-url` in its phases: flags to a configuration, the look into the cluster, the URL. */

import { appRepositories } from "../apprepo/app_repository.ts";
import { adviceWhereNotFound, explainMissingType } from "../apprepo/not_found.ts";
import { parseBaseUrl } from "../apprepo/webhook/base_url.ts";
import { endpointNotice } from "../apprepo/webhook/endpoint_notice.ts";
import { findBase } from "../apprepo/webhook/find/find_base.ts";
import { checkTarget, refreshPath, type WebhookTarget } from "../apprepo/webhook/target.ts";
import type { KubeClient } from "../kube/client.ts";
import { ApiError } from "../kube/errors.ts";
import { escapeTerminal } from "../output/escape.ts";
import type { WebhookUrlValues } from "./commands/webhook_url.ts";
import { connect } from "./connect.ts";
import type { CommandContext } from "./context.ts";
import { parseSelection } from "./refresh_selection.ts";
import { UsageError } from "./usage_error.ts";

interface WebhookUrlConfig {
  readonly name: string;
  /** Undefined where it is to be found in the cluster. */
  readonly baseUrl?: string;
}

/** @throws {UsageError} {ConfigError} {ApiError} {ConnectionError} */
export async function runWebhookUrl(
  context: CommandContext,
  words: readonly string[],
  values: WebhookUrlValues,
): Promise<void> {
  const config = parseConfig(words, values);
  const { client, finish } = await connect(context, values);
  try {
    const target = { cluster: values.clusterName, namespace: client.namespace, name: config.name };
    checkTarget(target);
    if (!values.noVerify) await verify(client, target, context.stop);
    const baseUrl = config.baseUrl ?? await find(context, client, target);
    const { stdout } = context.host;
    stdout.write(baseUrl + refreshPath(target) + (stdout.isTerminal ? "\n" : ""));
    finish();
  } finally {
    await client.close();
  }
}

function parseConfig(words: readonly string[], values: WebhookUrlValues): WebhookUrlConfig {
  const baseUrl = values.baseUrl === undefined ? undefined : parseBaseUrl(values.baseUrl);
  return { name: oneName(words), baseUrl };
}

function oneName(words: readonly string[]): string {
  if (words.length === 0) throw new UsageError("the name of an AppRepository is required");
  const selection = parseSelection(words, {});
  const [name, ...others] = selection.kind === "names" ? selection.names : [];
  if (name === undefined || others.length > 0) {
    throw new UsageError(`a webhook refreshes one AppRepository, but got: ${words.join(" ")}`);
  }
  return name;
}

/** Finds the base in the cluster; what there is to know about it goes to stderr. */
async function find(
  { host, stop }: CommandContext,
  client: KubeClient,
  target: WebhookTarget,
): Promise<string> {
  const found = await findBase(client, target, stop);
  const lines = [...found.notes.map((note) => `Note: ${note}.`), endpointNotice(found) ?? ""];
  for (const line of lines) if (line !== "") host.stderr.write(`${escapeTerminal(line)}\n`);
  return found.baseUrl;
}

async function verify(client: KubeClient, key: WebhookTarget, signal: AbortSignal): Promise<void> {
  try {
    await client.get(appRepositories, key, { signal });
  } catch (error) {
    const explained = explainMissingType(error);
    if (explained instanceof ApiError && explained.code === 404) {
      explained.message += `\n${await adviceWhereNotFound(client, key, signal)}`;
    }
    throw explained;
  }
}
