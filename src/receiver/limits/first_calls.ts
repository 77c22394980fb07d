/**
 * Of a burst with a token that nobody knows yet, all wait for what becomes of the first: if the token
 * is good they have its share, and if it is none the API server was asked once.
 */
export class FirstCalls {
  /** Settled once it is known what the first call came to, by the caller's fingerprint. */
  readonly #pending = new Map<string, Promise<void>>();

  /**
   * Does the work: at once if it is the first of its caller, else after that one or after `patience`.
   * @param patience milliseconds
   */
  async run<T>(caller: string, patience: number, work: () => Promise<T>): Promise<T> {
    const first = this.#pending.get(caller);
    if (first) {
      await settledWithin(patience, first);
      return await work();
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#pending.set(caller, promise);
    try {
      return await work();
    } finally {
      this.#pending.delete(caller);
      resolve();
    }
  }
}

async function settledWithin(patience: number, promise: Promise<void>): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, patience);
  await Promise.race([promise, over]);
  clearTimeout(timer);
}
