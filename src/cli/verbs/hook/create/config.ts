/** What a command line of `hook create` asks for. */

import { isRepositoryName } from "../../../../apprepo/hook/hook.ts";
import { isPattern, mostPatterns, mostRepositories } from "../../../../apprepo/hook/hook_secret.ts";
import { isProofHeader, type Proof } from "../../../../apprepo/hook/proof.ts";
import {
  type Sender,
  senderCalled,
  type SenderName,
  senderNames,
  senders,
} from "../../../../apprepo/hook/senders.ts";
import type { Account } from "../../../../apprepo/grant/objects/account.ts";
import { parseBaseUrl } from "../../../../apprepo/webhook/base_url.ts";
import { platforms } from "../../../../apprepo/webhook/settings/platforms.ts";
import { pathSegmentFault } from "../../../../kube/api/resource.ts";
import { type Format, parseFormat } from "../../../../output/format.ts";
import type { CommandContext } from "../../../context.ts";
import { isAccountName, parseNamespace } from "../../../flags/account_flags.ts";
import { type DryRun, parseDryRun } from "../../../flags/dry_run.ts";
import { flagName } from "../../../flags/flags.ts";
import { hookName } from "../../../hook/hook_name.ts";
import { UsageError } from "../../../usage_error.ts";
import type { CreateValues } from "./flags.ts";

export interface CreateConfig {
  readonly name: string;
  readonly from: SenderName;
  readonly proof: Proof;
  readonly repositories: readonly string[];
  readonly only: readonly string[];
  /** Undefined where it is to be found in the cluster, like the base. */
  readonly receiver?: Account;
  readonly baseUrl?: string;
  readonly format: Format;
  readonly dryRun: DryRun;
}

/** @throws {UsageError} {FormatError} {Error} */
export function parseConfig(
  { host }: CommandContext,
  words: readonly string[],
  values: CreateValues,
): CreateConfig {
  const name = hookName(words);
  const from = parseSender(values.from);
  return {
    name,
    from,
    proof: parseProof(from, values),
    repositories: parseRepositories(values.repository, name),
    only: parseOnly(from, values.only),
    receiver: values.receiver === undefined ? undefined : parseReceiver(values.receiver),
    baseUrl: values.baseUrl === undefined ? undefined : parseBaseUrl(values.baseUrl),
    format: parseFormat(values.output, ["json", "yaml"]),
    dryRun: parseDryRun(host, values.dryRun),
  };
}

function parseSender(given: string | undefined): SenderName {
  const sender = given === undefined ? undefined : senderCalled(given);
  if (sender) return sender;
  if (given !== undefined && Object.hasOwn(platforms, given)) {
    throw new UsageError(
      `${given} can send a token, and needs no hook: kubectl apprepo webhook-url NAME --for ${given}`,
    );
  }
  const known = senderNames.join(", ");
  throw new UsageError(
    given === undefined
      ? `--from is required, one of: ${known}`
      : `--from ${JSON.stringify(given)} is none of: ${known}`,
  );
}

const ofProof = ["header", "algorithm", "encoding", "prefix"] as const;

function parseProof(from: SenderName, values: CreateValues): Proof {
  const sender: Sender = senders[from];
  const taken: readonly string[] = from === "hmac" ? ofProof : from === "header" ? ["header"] : [];
  const other = ofProof.find((key) => values[key] !== undefined && !taken.includes(key));
  if (other !== undefined) fail(`--${flagName(other)} makes no sense with --from ${from}`);
  if (sender.proof) return sender.proof;
  const { algorithm = "sha256", encoding = "hex", prefix = "" } = values;
  const header = values.header ?? (from === "hmac" ? "X-Signature" : "X-Apprepo-Key");
  if (!isProofHeader(header)) {
    fail(`--header wants the name of a header that can hold a secret, not ${quoted(header)}`);
  }
  if (from === "header") return { kind: "header", header: header.toLowerCase() };
  if (algorithm !== "sha256" && algorithm !== "sha512") {
    fail(`--algorithm must be sha256 or sha512, not ${quoted(algorithm)}`);
  }
  if (encoding !== "hex" && encoding !== "base64") {
    fail(`--encoding must be hex or base64, not ${quoted(encoding)}`);
  }
  if (!/^[\x21-\x7e]{0,32}$/.test(prefix)) fail("--prefix wants up to 32 characters of ASCII");
  return { kind: "hmac", header: header.toLowerCase(), algorithm, encoding, prefix };
}

function parseRepositories(given: readonly string[], name: string): readonly string[] {
  const names = given.length === 0 ? [name] : [...new Set(given)];
  for (const one of names) {
    const isName = isRepositoryName(one);
    const fault = pathSegmentFault(one) ?? (isName ? undefined : "it is no name of an object");
    if (fault) fail(`invalid resource name ${quoted(one)}: [${fault}]`);
  }
  if (names.length > mostRepositories) {
    fail(`a hook refreshes ${mostRepositories} AppRepositories at most, not ${names.length}`);
  }
  return names;
}

function parseOnly(from: SenderName, given: readonly string[]): readonly string[] {
  const patterns = [...new Set(given)];
  if (patterns.length > 0 && !senders[from].hasNames) {
    fail(`--only makes no sense with --from ${from}: its deliveries name no repository`);
  }
  const bad = patterns.find((pattern) => !isPattern(pattern));
  if (bad !== undefined) fail(`--only wants names, not ${quoted(bad)}`);
  if (patterns.length > mostPatterns) fail(`--only takes ${mostPatterns} names at most`);
  return patterns;
}

function parseReceiver(given: string): Account {
  const [namespace = "", name = "", ...rest] = given.split(":");
  if (rest.length > 0 || !isAccountName(name)) {
    fail(`--receiver wants NAMESPACE:NAME, not ${quoted(given)}`);
  }
  return { namespace: parseNamespace(namespace), name };
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function fail(message: string): never {
  throw new UsageError(message);
}
