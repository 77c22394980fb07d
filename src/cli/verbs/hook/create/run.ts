/** `hook create`: the flags as a wish, whom it is lent to, the objects, and what to type in where. */

import { BINARY_NAME, PLUGIN_NAME } from "../../../../about.ts";
import type { Account } from "../../../../apprepo/grant/objects/account.ts";
import { missingRepositories } from "../../../../apprepo/grant/verify.ts";
import { createCommand } from "../../../../apprepo/hook/create_command.ts";
import { createHook, hookGrant } from "../../../../apprepo/hook/create_hook.ts";
import { findReceiver } from "../../../../apprepo/hook/find_receiver.ts";
import { idPlaceholder } from "../../../../apprepo/hook/settings/typed_in.ts";
import { findKubeapps } from "../../../../apprepo/kubeapps/find_kubeapps.ts";
import type { KubeClient } from "../../../../kube/api/client.ts";
import { confirm, confirmGlobal } from "../../../confirm.ts";
import { connect } from "../../../connect.ts";
import type { CommandContext } from "../../../context.ts";
import { hookBase, hookUrl } from "../../../hook/hook_url.ts";
import { printHook, secretState } from "../../../hook/print_hook.ts";
import { readKey } from "../../../hook/read_key.ts";
import { GrantReport } from "../../../made/grant_report.ts";
import { MadeReport } from "../../../made/made_report.ts";
import { UsageError } from "../../../usage_error.ts";
import { changesOf } from "./changes.ts";
import { type CreateConfig, parseConfig } from "./config.ts";
import type { CreateValues } from "./flags.ts";
import { lentTo, warnIfMissing } from "./receiver.ts";

/** @throws {UsageError} {ConfigError} {HookError} {GrantError} {ApiError} {ConnectionError} */
export async function runCreate(
  context: CommandContext,
  words: readonly string[],
  values: CreateValues,
): Promise<void> {
  const config = parseConfig(context, words, values);
  const key = await readKey(context, config.proof, values.keyStdin);
  const session = await connect(context, values);
  try {
    await createNow(context, session.client, { ...config, key }, values);
    session.finish();
  } finally {
    await session.client.close();
  }
}

async function createNow(
  context: CommandContext,
  client: KubeClient,
  config: CreateConfig & { readonly key?: string },
  values: CreateValues,
): Promise<void> {
  const { host, stop: signal } = context;
  const { namespace } = client;
  const { dryRun, format, baseUrl: given, ...rest } = config;
  const wanted = { ...rest, namespace };
  if (!values.noVerify) await verify(client, wanted, signal);
  const lent = await lentTo(client, wanted, signal);
  const known = config.receiver ?? lent;
  const receiver = known ?? await findReceiver(client, signal);
  const baseUrl = await hookBase(context, client, wanted, given);
  // Whatever its last part is: as long as those that are made.
  const givenPart = config.proof.kind === "url" ? config.key : undefined;
  hookUrl(baseUrl, wanted, givenPart ?? "x".repeat(27));
  if (config.receiver) await warnIfMissing(context, client, config.receiver);
  if (dryRun === "none") {
    if (!known) await confirmLending(context, receiver, values.yes);
    await confirmNamespace(context, client, values.yes);
  }
  const made = await MadeReport.open(host.stderr, dryRun, { kind: "default" });
  const { noVerify, keyStdin } = values;
  const command = createCommand({ ...wanted, baseUrl: given, noVerify, keyStdin });
  const toComplete =
    `Run the same command again to complete the hook, or take back what is there: kubectl ${PLUGIN_NAME} hook delete ${wanted.name} -n ${namespace}`;
  const report = new GrantReport(context, made, {
    request: hookGrant(wanted),
    command,
    toComplete,
  });
  const writing = { dryRun, fieldManager: BINARY_NAME, signal, timing: host };
  const { hook, isNew, before } = await createHook(
    client,
    { ...wanted, receiver },
    writing,
    report,
  ).catch((error) => {
    throw report.explain(error);
  });
  if (before) {
    const was = { ...before, receiver: lent ?? receiver };
    for (const change of changesOf(was, { ...hook, receiver })) report.say(change);
  }
  const secret = secretState(isNew, dryRun);
  // Of one that was not made, nobody may type in a URL.
  const shown = secret === "unmade" && hook.id !== undefined
    ? { ...hook, id: idPlaceholder }
    : hook;
  await printHook(context, { hook: shown, baseUrl, receiver, secret, webhook: "added" }, format);
}

async function verify(
  client: KubeClient,
  { namespace, repositories: names }: { namespace: string; repositories: readonly string[] },
  signal: AbortSignal,
): Promise<void> {
  const missing = await missingRepositories(client, [{ namespace, names }], signal);
  if (missing.length === 0) return;
  const texts = missing.map(({ name }) => `"${name}"`).join(", ");
  throw new UsageError(
    `there is no AppRepository ${texts} in namespace "${namespace}"; nothing was made\nName others with --repository, or add --no-verify to make a hook for what is yet to come.`,
  );
}

function confirmLending(context: CommandContext, { namespace, name }: Account, yes: boolean) {
  return confirm(
    context,
    `The hook is lent to the receiver that runs as ServiceAccount ${namespace}:${name}: it may read the hook's Secret, and refresh its AppRepositories.`,
    yes,
  );
}

async function confirmNamespace(context: CommandContext, client: KubeClient, yes: boolean) {
  const { globalNamespaces } = await findKubeapps(client, context.stop);
  const global = globalNamespaces.filter((one) => one === client.namespace);
  await confirmGlobal(context, "hook", global, yes);
}
