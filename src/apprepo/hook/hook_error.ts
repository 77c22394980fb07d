/** A hook that can't be made, changed or found; the message says what to do. */
export class HookError extends Error {
  override name = "HookError";
}

export function noHook(namespace: string, name: string): HookError {
  return new HookError(
    `hook "${name}" not found in namespace "${namespace}"\nThose that there are: kubectl apprepo hook list -n ${namespace}`,
  );
}
