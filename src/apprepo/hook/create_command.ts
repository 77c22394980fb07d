import { commandWord } from "../command_word.ts";
import type { Account } from "../grant/objects/account.ts";
import type { Hook } from "./hook.ts";

export interface HookAsked
  extends Pick<Hook, "namespace" | "name" | "from" | "proof" | "repositories" | "only"> {
  readonly receiver?: Account;
}

/** Makes that hook, or makes it right. */
export function createCommand(asked: HookAsked): string {
  const { name, namespace, from, repositories, only, receiver } = asked;
  const isUsual = repositories.length === 1 && repositories[0] === name;
  return [
    `kubectl apprepo hook create ${name} -n ${namespace} --from ${from}`,
    ...proofWords(asked),
    ...(isUsual ? [] : [`--repository ${repositories.join(",")}`]),
    ...(only.length === 0 ? [] : [`--only ${commandWord(only.join(","))}`]),
    ...(receiver ? [`--receiver ${receiver.namespace}:${receiver.name}`] : []),
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
