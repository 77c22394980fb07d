const QUIET_MS = 2000;

/** Does the work, and says on stderr what it is when that takes over two seconds. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  let said = false;
  const timer = setTimeout(() => {
    said = true;
    console.error(`${what} …`);
  }, QUIET_MS);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    if (said) console.error(`${what}: ${Math.round((performance.now() - started) / 1000)} s`);
  }
}
