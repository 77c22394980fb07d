/** `grant`: flags to a request, the request to objects, and what became of them. */

import { BINARY_NAME, PLUGIN_NAME } from "../../../about.ts";
import { type Account, accountWords } from "../../../apprepo/grant/objects/account.ts";
import { called, isAccount } from "../../../apprepo/grant/objects/grantee.ts";
import { requestToken } from "../../../apprepo/grant/token/bound_token.ts";
import type { Writing } from "../../../apprepo/grant/objects/ensure.ts";
import { grant } from "../../../apprepo/grant/grant.ts";
import { findKubeapps } from "../../../apprepo/kubeapps/find_kubeapps.ts";
import { lockApi } from "../../../apprepo/grant/lock/lock_api.ts";
import type { GrantRequest } from "../../../apprepo/grant/request.ts";
import { missingRepositories } from "../../../apprepo/grant/verify.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import { loadConnection } from "../../../kube/kubeconfig/connection.ts";
import type { GrantValues } from "./flags.ts";
import { confirmGlobal } from "../../confirm.ts";
import { connect } from "../../connect.ts";
import { besideUser, completeConnectionFlags } from "../../flags/connection_flags.ts";
import type { CommandContext } from "../../context.ts";
import { grantCommandLine, grantRequest, parseGrantConfig } from "./config.ts";
import type { GrantConfig } from "./config_type.ts";
import { confirmLock } from "./confirm_lock.ts";
import { printManifests } from "./print_manifests.ts";
import { GrantReport } from "../../made/grant_report.ts";
import { MadeReport } from "../../made/made_report.ts";
import { printToken } from "../../made/print_token.ts";
import { UsageError } from "../../usage_error.ts";

/** @throws {UsageError} {ConfigError} {GrantError} {ApiError} {ConnectionError} what ended it */
export async function runGrant(
  context: CommandContext,
  words: readonly string[],
  values: GrantValues,
): Promise<void> {
  const config = parseGrantConfig(context, values);
  const connection = besideUser(values);
  const { host } = context;
  const output = values.printToken ? host.stderr : host.stdout;
  const made = await MadeReport.open(output, config.dryRun, config.format);
  if (config.dryRun === "client") {
    const { namespace } = await loadConnection(host, completeConnectionFlags(connection));
    return printManifests(context, grantRequest(words, values, config, namespace), config, made);
  }
  const session = await connect(context, connection);
  const request = grantRequest(words, values, config, session.client.namespace);
  const toComplete = "Run the same command again to complete the grant.";
  const report = new GrantReport(context, made, {
    request,
    command: grantCommandLine(request),
    toComplete,
  });
  try {
    await grantNow(context, session.client, request, config, values, report);
  } catch (error) {
    throw report.explain(error);
  } finally {
    made.finish();
  }
  session.finish();
}

async function grantNow(
  context: CommandContext,
  client: KubeClient,
  request: GrantRequest,
  config: GrantConfig,
  values: GrantValues,
  report: GrantReport,
): Promise<void> {
  const { host, stop } = context;
  if (!values.noVerify) await verify(client, request, stop);
  const kubeapps = await findKubeapps(client, stop);
  const isDryRun = config.dryRun === "server";
  if (!isDryRun) {
    const reached = request.targets.map(({ namespace }) => namespace);
    const global = reached.filter((namespace) => kubeapps.globalNamespaces.includes(namespace));
    const isLocked = global.length > 0 && request.lock && await lockApi(client, stop) !== "none";
    await confirmLock(context, client, request, values.yes);
    await confirmGlobal(context, isLocked ? "grant" : "unlockedGrant", global, values.yes);
  }
  const writing: Writing = {
    dryRun: config.dryRun,
    fieldManager: BINARY_NAME,
    signal: stop,
    timing: host,
  };
  const token = await grant(client, request, kubeapps.namespaces, writing, report);
  report.finish();
  if (isDryRun) return;
  const { account } = request;
  if (!isAccount(account)) {
    report.say(
      `No token was made: ${
        called(account)
      } comes with one of an issuer that the API server is set up to take, see docs/oidc.md.`,
    );
  } else if (request.tokenType === "bound") {
    await printBound(context, client, account, config, report);
  } else if (token !== undefined && values.printToken) printToken(host.stdout, token);
  else if (token !== undefined) {
    report.say(
      `To print the token: kubectl ${PLUGIN_NAME} token ${accountWords(account)}`,
    );
  }
}

async function verify(
  client: KubeClient,
  { targets }: GrantRequest,
  signal: AbortSignal,
): Promise<void> {
  const missing = await missingRepositories(client, targets, signal);
  if (missing.length === 0) return;
  const texts = missing.map(({ namespace, name }) => `"${name}" in namespace "${namespace}"`);
  throw new UsageError(
    `there is no AppRepository ${
      texts.join(", ")
    }; nothing was granted\nAdd --no-verify to grant for what is yet to come.`,
  );
}

async function printBound(
  { host, stop }: CommandContext,
  client: KubeClient,
  account: Account,
  { duration }: GrantConfig,
  report: GrantReport,
): Promise<void> {
  const bound = await requestToken(client, account, { seconds: duration }, host.now(), stop);
  report.say(
    bound.shortened === undefined
      ? `The token is good until ${bound.expires}.`
      : `The API server shortened the token: it is good until ${bound.expires}, ${bound.shortened} seconds instead of ${duration}.`,
  );
  printToken(host.stdout, bound.token);
}
