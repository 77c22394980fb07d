/** `hook rotate`: a new secret beside the old ones, or the end of the old ones. */

import { BINARY_NAME, PLUGIN_NAME } from "../../../../about.ts";
import { knownHook } from "../../../../apprepo/hook/find_hook.ts";
import { commandWord } from "../../../../apprepo/command_word.ts";
import { type Hook, type HookName, hookObjectName } from "../../../../apprepo/hook/hook.ts";
import { addKey, dropOldKeys, type Rotated } from "../../../../apprepo/hook/rotate_hook.ts";
import { secrets } from "../../../../apprepo/grant/objects/resources.ts";
import { parseBaseUrl } from "../../../../apprepo/webhook/base_url.ts";
import { escapeTerminal } from "../../../../output/escape.ts";
import { parseFormat } from "../../../../output/format.ts";
import { connect } from "../../../connect.ts";
import type { CommandContext } from "../../../context.ts";
import { parseDryRun } from "../../../flags/dry_run.ts";
import { withAdvice } from "../../../forbidden_advice.ts";
import { hookName } from "../../../hook/hook_name.ts";
import { hookBase, hookUrl } from "../../../hook/hook_url.ts";
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
    const known = await knownHook(client, key, signal);
    if (values.dropOld) say(await dropOldKeys(client, known, writing));
    else {
      // What would keep it from being shown is found out before it is made.
      const base = await hookBase(context, client, known.hook, baseUrl);
      const given = await readKey(context, known.hook.proof, values.keyStdin);
      if (given !== undefined && known.hook.proof.kind === "url") {
        hookUrl(base, known.hook, given);
      }
      const rotated = await addKey(client, known, given, writing);
      say(rotated);
      const { hook, isNew } = rotated;
      const secret = secretState(isNew, dryRun);
      await printHook(context, { hook, baseUrl: base, secret, webhook: "changed" }, format);
      if (secret === "shown") remind(context, hook);
    }
    session.finish();
  } catch (error) {
    throw withAdvice(error, commandOf(key, values));
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

/** The same, for somebody with the rights. */
function commandOf(
  { namespace, name }: HookName,
  { dropOld, keyStdin, baseUrl }: Partial<Pick<RotateValues, "dropOld" | "keyStdin" | "baseUrl">>,
): string {
  return [
    `kubectl ${PLUGIN_NAME} hook rotate ${name} -n ${namespace}`,
    ...(dropOld ? ["--drop-old"] : []),
    ...(keyStdin ? ["--key-stdin"] : []),
    ...(baseUrl === undefined ? [] : [`--base-url ${commandWord(baseUrl)}`]),
  ].join(" ");
}

function remind({ host }: CommandContext, { namespace, name, keys: [, ...old] }: Hook): void {
  const stays = old.length === 1 ? "The old secret stays" : "The old secrets stay";
  const end = commandOf({ namespace, name }, { dropOld: true });
  host.stderr.write(
    escapeTerminal(`${stays} good. Once the sender has the new one: ${end}\n`),
  );
}
