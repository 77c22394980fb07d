/** A command line that makes no sense. The message is without the `error: ` that is printed before it. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** One that breaks the grammar of flags; what is printed adds where to find help, as kubectl does. */
export class FlagError extends UsageError {
  override name = "FlagError";
}

/** @throws {UsageError} where a command that takes flags only was given more, in cobra's words */
export function noArguments(names: readonly string[]): void {
  if (names.length === 0) return;
  throw new UsageError(`unexpected arguments: [${names.join(" ")}]`);
}
