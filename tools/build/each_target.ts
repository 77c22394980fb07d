import { BuildError } from "./build_error.ts";

/**
 * Makes something for each target, going on when one can't be had, with a line on stderr.
 * @returns whether it worked for all of them
 * @throws anything that is not a {@link BuildError}
 */
export async function eachTarget<T>(
  targets: Iterable<T>,
  make: (target: T) => Promise<void>,
): Promise<boolean> {
  let complete = true;
  for (const target of targets) {
    try {
      await make(target);
    } catch (error) {
      complete = false;
      explain(error);
    }
  }
  return complete;
}

/** Says in one line what a person can do something about; throws other errors on. */
export function explain(error: unknown): void {
  if (!(error instanceof BuildError)) throw error;
  console.error(`error: ${error.message}`);
}
