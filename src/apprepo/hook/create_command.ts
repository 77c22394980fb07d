import { commandWord } from "../command_word.ts";
import type { Account } from "../grant/objects/account.ts";
import type { Hook } from "./hook.ts";

export interface HookAsked
  extends Pick<Hook, "namespace" | "name" | "from" | "proof" | "repositories" | "only"> {
  readonly receiver?: Account;
  readonly baseUrl?: string;
  /** Whether AppRepositories may be missing. */
  readonly noVerify?: boolean;
  /** Whether the user brings the key. */
  readonly keyStdin?: boolean;
}

/** Makes that hook, or makes it right. */
export function createCommand(asked: HookAsked): string {
  const { name, namespace, from, repositories, only } = asked;
  const { receiver, baseUrl, noVerify, keyStdin } = asked;
  const isUsual = repositories.length === 1 && repositories[0] === name;
  return [
    `kubectl apprepo hook create ${name} -n ${namespace} --from ${from}`,
    ...proofWords(asked),
    ...(isUsual ? [] : [`--repository ${repositories.join(",")}`]),
    ...(only.length === 0 ? [] : [`--only ${commandWord(only.join(","))}`]),
    ...(receiver ? [`--receiver ${receiver.namespace}:${receiver.name}`] : []),
    ...(baseUrl === undefined ? [] : [`--base-url ${commandWord(baseUrl)}`]),
    ...(noVerify ? ["--no-verify"] : []),
    ...(keyStdin ? ["--key-stdin"] : []),
  ].join(" ");
}

/** Of the senders that don't settle it. */
function proofWords({ from, proof }: HookAsked): string[] {
  if (from === "header" && proof.kind === "header") {
    return [`--header ${commandWord(proof.header)}`];
  }
  if (from !== "hmac" || proof.kind !== "hmac") return [];
  const { header, algorithm, encoding, prefix } = proof;
  return [
    `--header ${commandWord(header)} --algorithm ${algorithm} --encoding ${encoding}`,
    ...(prefix === "" ? [] : [`--prefix ${commandWord(prefix)}`]),
  ];
}
