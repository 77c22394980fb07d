import { isHookName } from "../../apprepo/hook/hook.ts";
import { UsageError } from "../usage_error.ts";

/** @throws {UsageError} unless the words are the name of one hook */
export function hookName(words: readonly string[]): string {
  const [name, ...others] = hookNames(words);
  if (name === undefined) throw new UsageError("the name of a hook is required");
  if (others.length > 0) throw new UsageError(`unexpected arguments: [${others.join(" ")}]`);
  return name;
}

/**
 * @param words each NAME or hook/NAME, as `hook list -o name` prints them
 * @returns each once
 * @throws {UsageError}
 */
export function hookNames(words: readonly string[]): string[] {
  return [...new Set(words.map(parseName))];
}

function parseName(word: string): string {
  const name = word.replace(/^hooks?\//, "");
  if (isHookName(name)) return name;
  throw new UsageError(
    `invalid hook name ${
      JSON.stringify(name)
    }: [it may hold lower case letters, digits, '-' and '.', at most 63, and each part between dots begins and ends with a letter or digit]`,
  );
}
