// Whether something left anything behind.

import assert from "node:assert/strict";

/** Asserts that the folder and the processes are gone, at the latest after two minutes. */
export async function untilGone(folder: string, pids: number[]): Promise<void> {
  const deadline = Date.now() + 120_000;
  while ((await leftOf(folder, pids)).length > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await assertGone(folder, pids);
}

/** Asserts that the folder and the processes are gone now. */
export async function assertGone(folder: string, pids: number[]): Promise<void> {
  assert.deepEqual(await leftOf(folder, pids), []);
}

async function leftOf(folder: string, pids: number[]): Promise<(string | number)[]> {
  const processes = pids.filter(isRunning);
  try {
    await Deno.stat(folder);
    return [folder, ...processes];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return processes;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT"); // does nothing to a process that is not stopped
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
