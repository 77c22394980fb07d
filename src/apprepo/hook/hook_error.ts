import type { HookName } from "./hook.ts";

/** A hook that can't be made, changed or found; the message says what to do. */
export class HookError extends Error {
  override name = "HookError";
}

export class NoHook extends HookError {
  override name = "NoHook";

  constructor({ namespace, name }: HookName) {
    super(
      `hook "${name}" not found in namespace "${namespace}"\nThose that there are: kubectl apprepo hook list -n ${namespace}`,
    );
  }
}
