/** `hook rotate`: a new secret beside the old ones, or the end of the old ones. */

import { BINARY_NAME, PLUGIN_NAME } from "../../../../about.ts";
import { findHookSecret, hookOf } from "../../../../apprepo/hook/find_hook.ts";
import { hookObjectName } from "../../../../apprepo/hook/hook.ts";
import { noHook } from "../../../../apprepo/hook/hook_error.ts";
import { addKey, dropOldKeys, type Rotated } from "../../../../apprepo/hook/rotate_hook.ts";
import { secrets } from "../../../../apprepo/grant/objects/resources.ts";
import { parseBaseUrl } from "../../../../apprepo/webhook/base_url.ts";
import type { KubeClient } from "../../../../kube/api/client.ts";
import { escapeTerminal } from "../../../../output/escape.ts";
import { parseFormat } from "../../../../output/format.ts";
import { connect } from "../../../connect.ts";
import type { CommandContext } from "../../../context.ts";
import { parseDryRun } from "../../../flags/dry_run.ts";
import { withAdvice } from "../../../forbidden_advice.ts";
import { hookName } from "../../../hook/hook_name.ts";
import { hookBase } from "../../../hook/hook_url.ts";
import { printHook, secretState } from "../../../hook/print_hook.ts";
import { readKey } from "../../../hook/read_key.ts";
import { madeLine } from "../../../made/made_line.ts";
import { UsageError } from "../../../usage_error.ts";
import type { RotateValues } from "./flags.ts";

/** @throws {UsageError} {ConfigError} {HookError} {ApiError} {ConnectionError} */
export async function runRotate(
  context: CommandContext,
  words: readonly string[],
  values: RotateValues,
): Promise<void> {
  const { host, stop: signal } = context;
  const name = hookName(words);
  const format = parseFormat(values.output, ["json", "yaml"]);
  const dryRun = parseDryRun(host, values.dryRun);
  const baseUrl = values.baseUrl === undefined ? undefined : parseBaseUrl(values.baseUrl);
  if (values.dropOld) refuseMeaningless(values);
  const session = await connect(context, values);
  const { client } = session;
  const key = { namespace: client.namespace, name };
  const writing = { dryRun, fieldManager: BINARY_NAME, signal, timing: host };
  const say = ({ made, isNew }: Rotated) => {
    const there = { resource: secrets, object: { metadata: { name: hookObjectName(name) } } };
    const outcome = isNew ? "configured" : "unchanged";
    host.stderr.write(madeLine(made ?? { ...there, outcome }, dryRun));
  };
  try {
    if (values.dropOld) say(await dropOldKeys(client, key, writing));
    else {
      // What would keep it from being shown is found out before it is made.
      const before = await knownHook(client, key, signal);
      const base = await hookBase(context, client, before, baseUrl);
      const given = await readKey(context, before.proof, values.keyStdin);
      const rotated = await addKey(client, key, given, writing);
      say(rotated);
      const { hook, isNew } = rotated;
      const secret = secretState(isNew, dryRun);
      await printHook(context, { hook, baseUrl: base, secret }, format);
      if (secret === "shown") remind(context, key);
    }
    session.finish();
  } catch (error) {
    throw withAdvice(error, `kubectl ${PLUGIN_NAME} hook rotate ${name} -n ${key.namespace}`);
  } finally {
    await client.close();
  }
}

function refuseMeaningless({ keyStdin, output, baseUrl }: RotateValues): void {
  const given = keyStdin
    ? "--key-stdin"
    : output !== undefined
    ? "--output"
    : baseUrl !== undefined
    ? "--base-url"
    : undefined;
  if (given === undefined) return;
  throw new UsageError(`${given} makes no sense with --drop-old: no secret is made`);
}

async function knownHook(
  client: KubeClient,
  key: { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
) {
  const secret = await findHookSecret(client, key, signal);
  if (!secret) throw noHook(key.namespace, key.name);
  return hookOf(secret);
}

function remind(
  { host }: CommandContext,
  { namespace, name }: { namespace: string; name: string },
) {
  host.stderr.write(escapeTerminal(
    `The old secret stays good. Once the sender has the new one: kubectl ${PLUGIN_NAME} hook rotate ${name} -n ${namespace} --drop-old\n`,
  ));
}
