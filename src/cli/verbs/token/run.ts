/** `token`: prints, rotates, drops or checks. */

import { BINARY_NAME, PLUGIN_NAME } from "../../../about.ts";
import type { Account } from "../../../apprepo/grant/objects/account.ts";
import { requestToken } from "../../../apprepo/grant/token/bound_token.ts";
import type { Writing } from "../../../apprepo/grant/objects/ensure.ts";
import { dropOld, rotate } from "../../../apprepo/grant/token/rotate.ts";
import { currentTokenSecret, filledToken } from "../../../apprepo/grant/objects/token_secrets.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import { accountWords, parseAccount } from "../../flags/account_flags.ts";
import type { TokenValues } from "./flags.ts";
import { connect } from "../../connect.ts";
import type { CommandContext } from "../../context.ts";
import { withAdvice } from "../../forbidden_advice.ts";
import { MadeReport } from "../../made/made_report.ts";
import { type FoundToken, writeToken } from "../../made/print_token.ts";
import { parseTokenConfig, type TokenConfig } from "./config.ts";
import { noArguments, UsageError } from "../../usage_error.ts";

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
  const account = parseAccount(values.serviceaccount, client.namespace);
  const made = await MadeReport.open(host.stderr, config.dryRun, { kind: "default" });
  const writing = { dryRun: config.dryRun, fieldManager: BINARY_NAME, signal: stop, timing: host };
  try {
    const found = await perform({ context, client, account, writing, made }, config, values);
    if (found) writeToken(host.stdout, found, config.format);
  } catch (error) {
    throw withAdvice(error, `kubectl ${PLUGIN_NAME} token ${accountWords(account)}`);
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
        (one) => made.made(one),
      );
      if (!task.keepOld && dryRun === "none") sayCached(context);
      return token === undefined ? undefined : { account, token, secret: secret.metadata.name };
    }
    case "dropOld": {
      const before = made.count;
      await dropOld(client, account, writing, (one) => made.made(one));
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
  const secret = await currentTokenSecret(client, account, writing.signal);
  if (!secret) {
    const { namespace, name } = account;
    throw new UsageError(
      `ServiceAccount "${name}" in namespace "${namespace}" has no token in a Secret\nMake one with: kubectl ${PLUGIN_NAME} grant ${
        accountWords(account)
      }, or print one that ends by itself with --duration.`,
    );
  }
  const token = await filledToken(client, secret, writing);
  return { account, token, secret: secret.metadata.name };
}

async function fresh({ context, client, account, writing }: Work, seconds: number) {
  const { host } = context;
  const bound = await requestToken(client, account, seconds, host.now(), writing.signal);
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
