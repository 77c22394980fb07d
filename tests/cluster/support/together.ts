/** A test that mostly waits: those of a file that are made by this wait at the same time. */
export function together(name: string, fn: () => Promise<void>): void {
  const done = fn();
  done.catch(() => {}); // it is the test that fails
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn: () => done });
}
