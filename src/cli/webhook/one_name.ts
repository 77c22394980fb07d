import { parseSelection } from "../flags/selection.ts";
import { UsageError } from "../usage_error.ts";

/** @throws {UsageError} unless the words name one AppRepository */
export function oneName(words: readonly string[]): string {
  if (words.length === 0) throw new UsageError("the name of an AppRepository is required");
  const selection = parseSelection(words, {});
  const [name, ...others] = selection.kind === "names" ? selection.names : [];
  if (name === undefined || others.length > 0) {
    throw new UsageError(`a webhook refreshes one AppRepository, but got: ${words.join(" ")}`);
  }
  return name;
}
