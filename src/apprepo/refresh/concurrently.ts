/**
 * Works on the items of a source, at most `limit` at a time; an item is taken only when there is
 * room for it, so that a long list is never in memory whole. Ends when the source does, or at the
 * first error that `work` lets out, after the work already begun has ended.
 */
export async function concurrently<T>(
  source: AsyncIterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const items = source[Symbol.asyncIterator]();
  let failure: { error: unknown } | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  /** One worker takes at a time: a generator would queue the calls anyway, and go on after an end. */
  function take(): Promise<IteratorResult<T>> {
    const taken = turn.then(() =>
      failure ? { done: true as const, value: undefined } : items.next()
    );
    turn = taken.catch(() => {});
    return taken;
  }

  async function worker(): Promise<void> {
    try {
      for (let next = await take(); !next.done; next = await take()) await work(next.value);
    } catch (error) {
      failure ??= { error };
    }
  }

  await Promise.all(Array.from({ length: limit }, worker));
  if (failure) throw failure.error;
}
