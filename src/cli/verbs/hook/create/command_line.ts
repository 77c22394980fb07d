import { PLUGIN_NAME } from "../../../../about.ts";
import { commandWord } from "../../../../apprepo/command_word.ts";
import type { Proof } from "../../../../apprepo/hook/proof.ts";
import type { CreateConfig } from "./config.ts";

type Wanted =
  & { readonly namespace: string }
  & Pick<CreateConfig, "name" | "from" | "proof" | "repositories" | "only" | "receiver">;

/** The same hook, to be made by somebody else. */
export function commandLine(wanted: Wanted): string {
  const { name, namespace, from, proof, repositories, only, receiver } = wanted;
  const isUsual = repositories.length === 1 && repositories[0] === name;
  return [
    `kubectl ${PLUGIN_NAME} hook create ${name} -n ${namespace} --from ${from}`,
    ...(from === "hmac" || from === "header" ? proofWords(proof) : []),
    ...(isUsual ? [] : [`--repository ${repositories.join(",")}`]),
    ...(only.length === 0 ? [] : [`--only ${commandWord(only.join(","))}`]),
    ...(receiver ? [`--receiver ${receiver.namespace}:${receiver.name}`] : []),
  ].join(" ");
}

function proofWords(proof: Proof): string[] {
  if (proof.kind === "header") return [`--header ${commandWord(proof.header)}`];
  if (proof.kind !== "hmac") return [];
  const { header, algorithm, encoding, prefix } = proof;
  return [
    `--header ${commandWord(header)} --algorithm ${algorithm} --encoding ${encoding}`,
    ...(prefix === "" ? [] : [`--prefix ${commandWord(prefix)}`]),
  ];
}
