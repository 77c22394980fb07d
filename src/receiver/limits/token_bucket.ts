/** So many a second, some at once after a quiet time, and a turn for those who can wait. */
export class TokenBucket {
  readonly #rate: number;
  readonly #burst: number;
  /** Below zero, so many turns are given to those who wait. */
  #level: number;
  #filledAt: number;

  constructor(rate: number, burst: number, now: number) {
    this.#rate = rate;
    this.#burst = burst;
    this.#level = burst;
    this.#filledAt = now;
  }

  /**
   * Takes a turn.
   * @param patience milliseconds that one can wait for it
   * @returns milliseconds until it comes; undefined, and none is taken, where that is too long
   */
  take(now: number, patience: number): number | undefined {
    this.#fill(now);
    const wait = Math.max(0, (1 - this.#level) * 1_000 / this.#rate);
    if (wait > patience) return undefined;
    this.#level--;
    return wait;
  }

  /** Counts what was done without a turn; those to come wait for it. */
  charge(now: number): void {
    this.#fill(now);
    this.#level--;
  }

  /** Whether there is no turn without a wait. */
  isEmpty(now: number): boolean {
    this.#fill(now);
    return this.#level < 1;
  }

  #fill(now: number): void {
    const since = Math.max(0, now - this.#filledAt);
    this.#level = Math.min(this.#burst, this.#level + since * this.#rate / 1_000);
    this.#filledAt = now;
  }
}
