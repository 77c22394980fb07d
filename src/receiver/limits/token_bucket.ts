/** So many a second, and as many at once after a quiet second. */
export class TokenBucket {
  readonly #rate: number;
  #level: number;
  #filledAt: number;

  constructor(rate: number, now: number) {
    this.#rate = rate;
    this.#level = rate;
    this.#filledAt = now;
  }

  /** @returns false where the second's share is used up */
  take(now: number): boolean {
    const since = Math.max(0, now - this.#filledAt);
    this.#level = Math.min(this.#rate, this.#level + since * this.#rate / 1_000);
    this.#filledAt = now;
    if (this.#level < 1) return false;
    this.#level--;
    return true;
  }
}
