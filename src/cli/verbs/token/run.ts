/** `token`: prints, rotates, drops or checks. */

import { BINARY_NAME, PLUGIN_NAME } from "../../../about.ts";
import { type Account, accountWords } from "../../../apprepo/grant/objects/account.ts";
import { requestToken } from "../../../apprepo/grant/token/bound_token.ts";
import type { Writing } from "../../../apprepo/grant/objects/ensure.ts";
import { dropOld, rotate, type RotateEvents } from "../../../apprepo/grant/token/rotate.ts";
import { readAccountToken } from "../../../apprepo/grant/token/account_token.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import type { KubeObject } from "../../../kube/api/resource.ts";
import { escapeTerminal } from "../../../output/escape.ts";
import { parseGranted } from "../../flags/account_flags.ts";
import type { TokenValues } from "./flags.ts";
import { connect } from "../../connect.ts";
import type { CommandContext } from "../../context.ts";
import { withAdvice } from "../../forbidden_advice.ts";
import { MadeReport } from "../../made/made_report.ts";
import { type FoundToken, writeToken } from "../../made/print_token.ts";
import { parseTokenConfig, taskWords, type TokenConfig } from "./config.ts";
import { noArguments } from "../../usage_error.ts";

/** What the tasks work with. */
interface Work {
  readonly context: CommandContext;
  readonly client: KubeClient;
  readonly account: Account;
  readonly writing: Writing;
  readonly made: MadeReport;
}

/** @throws {UsageError} {GrantError} {ConfigError} {ApiError} {ConnectionError} */
export async function runToken(
  context: CommandContext,
  names: readonly string[],
  values: TokenValues,
): Promise<void> {
  noArguments(names);
  const config = parseTokenConfig(context, values);
  const { host, stop } = context;
  const session = await connect(context, values);
  const { client } = session;
  const account = parseGranted(values.serviceaccount, client.namespace);
  const made = await MadeReport.open(host.stderr, config.dryRun, { kind: "default" });
  const writing = { dryRun: config.dryRun, fieldManager: BINARY_NAME, signal: stop, timing: host };
  try {
    const found = await perform({ context, client, account, writing, made }, config, values);
    if (found) writeToken(host.stdout, found, config.format);
  } catch (error) {
    const command = [`kubectl ${PLUGIN_NAME} token ${accountWords(account)}`, ...taskWords(config)];
    throw withAdvice(error, command.join(" "));
  }
  session.finish();
}

/** @returns the token to print, if any */
async function perform(
  work: Work,
  { task, format, dryRun }: TokenConfig,
  values: TokenValues,
): Promise<FoundToken | undefined> {
  const { context, client, account, writing, made } = work;
  switch (task.kind) {
    case "print":
      return await current(work);
    case "fresh":
      return await fresh(work, task.seconds);
    case "rotate": {
      const { secret, token } = await rotate(
        client,
        account,
        task.keepOld,
        writing,
        eventsOf(work),
      );
      if (!task.keepOld && dryRun === "none") sayCached(context);
      return token === undefined ? undefined : { account, token, secret: secret.metadata.name };
    }
    case "dropOld": {
      const before = made.count;
      await dropOld(client, account, writing, eventsOf(work));
      if (made.count === before) context.host.stderr.write("There is no old token.\n");
      else if (dryRun === "none") sayCached(context);
      return undefined;
    }
    case "check": {
      const { token } = await current(work);
      const { runTokenCheck } = await import("./check.ts");
      await runTokenCheck(context, values, client, account, token, format === "json");
      return undefined;
    }
  }
}

async function current({ client, account, writing }: Work): Promise<FoundToken> {
  return { account, ...await readAccountToken(client, account, writing) };
}

function eventsOf({ context, made }: Work): RotateEvents {
  return {
    made: (one) => made.made(one),
    stays: ({ metadata }) => sayLeft(context, metadata),
  };
}

async function fresh({ context, client, account, writing }: Work, seconds: number) {
  const { host } = context;
  const bound = await requestToken(client, account, { seconds }, host.now(), writing.signal);
  if (bound.shortened !== undefined) {
    host.stderr.write(
      `The API server shortened the token: it is good for ${bound.shortened} seconds instead of ${seconds}.\n`,
    );
  }
  return { account, token: bound.token, expires: bound.expires };
}

function sayCached({ host }: CommandContext): void {
  host.stderr.write("API servers may go on accepting a deleted token for some 10 seconds.\n");
}

function sayLeft({ host }: CommandContext, { name = "", namespace }: KubeObject["metadata"]): void {
  const text =
    `secret/${name} left: grant did not make it, and its token of the same ServiceAccount stays good\n` +
    `To end that one, too: kubectl delete secret ${name} -n ${namespace} (before Kubernetes 1.24, a new one with another token follows by itself)`;
  host.stderr.write(`${escapeTerminal(text)}\n`);
}
