import { isHookName } from "../../apprepo/hook/hook.ts";
import { UsageError } from "../usage_error.ts";

/** @throws {UsageError} unless the words are the name of one hook */
export function hookName(words: readonly string[]): string {
  const [name, ...others] = words;
  if (name === undefined) throw new UsageError("the name of a hook is required");
  if (others.length > 0) throw new UsageError(`unexpected arguments: [${others.join(" ")}]`);
  if (isHookName(name)) return name;
  throw new UsageError(
    `invalid hook name ${
      JSON.stringify(name)
    }: [it may hold lower case letters, digits, '-' and '.', at most 63, and each part between dots begins and ends with a letter or digit]`,
  );
}
