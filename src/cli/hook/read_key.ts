import type { Proof } from "../../apprepo/hook/proof.ts";
import { checkKey } from "../../apprepo/hook/new_key.ts";
import type { CommandContext } from "../context.ts";

/** @returns undefined unless it is asked for @throws {HookError} for what can't be one */
export async function readKey(
  { host }: CommandContext,
  proof: Proof,
  isAsked: boolean,
): Promise<string | undefined> {
  if (!isAsked) return undefined;
  const key = (await host.stdin.readText()).trim();
  checkKey(proof, key);
  return key;
}
