/** The command line of `grant` as a request, with what makes no sense refused. */

import { granteeWords, isAccount } from "../../../apprepo/grant/objects/grantee.ts";
import type { GrantRequest } from "../../../apprepo/grant/request.ts";
import { PLUGIN_NAME } from "../../../about.ts";
import { parseFormat } from "../../../output/format.ts";
import type { GrantValues } from "./flags.ts";
import type { CommandContext } from "../../context.ts";
import { parseDryRun } from "../../flags/dry_run.ts";
import { parseSeconds } from "../../flags/duration.ts";
import { parseTargets } from "../../flags/grant_targets.ts";
import { parseGrantee } from "../../flags/grantee_flags.ts";
import { UsageError } from "../../usage_error.ts";
import type { GrantConfig } from "./config_type.ts";
import { checkTokenFlags } from "./token_flags.ts";

/** @throws {UsageError} */
export function parseGrantConfig({ host }: CommandContext, values: GrantValues): GrantConfig {
  const config = {
    format: parseFormat(values.output, ["json", "name", "yaml"]),
    dryRun: parseDryRun(host, values.dryRun),
    tokenType: parseTokenType(values.tokenType),
    duration: parseSeconds("duration", values.duration),
  };
  checkTokenFlags(config, values);
  return config;
}

/** @throws {UsageError} */
export function grantRequest(
  words: readonly string[],
  values: GrantValues,
  { tokenType }: GrantConfig,
  currentNamespace: string,
): GrantRequest {
  const account = parseGrantee(values, currentNamespace);
  const home = isAccount(account) ? account.namespace : currentNamespace;
  const targets = parseTargets(words, values.toNamespace, home);
  const byRole = words.length > 0 || values.namespaced;
  if (byRole && (values.clusterrole || values.reconcile)) {
    fail(
      "--clusterrole and --reconcile can't be combined with names or --namespaced: these take a Role and no ClusterRole",
    );
  }
  return {
    account,
    targets,
    by: byRole ? "role" : "clusterRole",
    clusterRole: values.clusterrole,
    reconcile: values.reconcile,
    lock: !values.noLock,
    tokenType: isAccount(account) ? tokenType : "none",
  };
}

/** The same grant, to be run by somebody else. */
export function grantCommandLine(
  { account, targets, by, clusterRole, reconcile, lock, tokenType }: GrantRequest,
): string {
  const named = targets.flatMap(({ namespace, names = [] }) =>
    names.map((name) => `${namespace}/${name}`)
  );
  const namespaces = targets.map(({ namespace }) => namespace);
  const own = isAccount(account) && namespaces.length === 1 &&
    namespaces[0] === account.namespace;
  return [
    `kubectl ${PLUGIN_NAME} grant`,
    ...named,
    granteeWords(account),
    ...(named.length > 0 || own ? [] : [`--to-namespace ${namespaces.join(",")}`]),
    ...(by === "role" && named.length === 0 ? ["--namespaced"] : []),
    ...(clusterRole ? [`--clusterrole ${clusterRole}`] : []),
    ...(reconcile ? ["--reconcile"] : []),
    ...(lock ? [] : ["--no-lock"]),
    ...(tokenType === "secret" || !isAccount(account) ? [] : ["--token-type=none"]),
  ].join(" ");
}

function parseTokenType(given: string): GrantRequest["tokenType"] {
  if (given === "secret" || given === "bound" || given === "none") return given;
  throw new UsageError(
    `--token-type must be "secret", "bound" or "none", not ${JSON.stringify(given)}`,
  );
}

function fail(message: string): never {
  throw new UsageError(message);
}
