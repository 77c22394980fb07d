/** Work of which there is never more than one at a time for a key. */
export class SharedWork<T> {
  readonly #underWay = new Map<string, Promise<T>>();

  /** Does the work, or waits for the one that is under way. */
  do(key: string, work: () => Promise<T>): Promise<T> {
    const joined = this.#underWay.get(key);
    if (joined) return joined;
    const begun = work().finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, begun);
    return begun;
  }
}
