// Waits for what takes its time.

/** Asks again and again until it is not undefined. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  patience = 60_000,
): Promise<T> {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} has not come after ${patience / 1_000} s`);
}
