/**
 * How much each caller may ask of the API server. A token that was good a moment ago has a share of
 * its own; all others together have one, so that whoever sends noise uses up his own. What the API
 * server called no token at all is refused from memory for a while.
 */

import { BoundedMap } from "./bounded_map.ts";
import { TokenBucket } from "./token_bucket.ts";

export interface CallerLimitsOptions {
  /** Refreshes a second for a token that was good within the last day, and twice as many at once. */
  readonly rate: number;
  /** Refreshes a second for all other tokens together. */
  readonly unknownRate: number;
  /** Milliseconds for which a 401 is remembered. */
  readonly rememberUnauthorized: number;
}

/** Milliseconds for which a token counts as good after it last was: registries push by day and night. */
const goodFor = 24 * 3_600_000;
const mostTokens = 10_000;

/** Tokens are named by their fingerprints. */
export class CallerLimits {
  readonly #options: CallerLimitsOptions;
  readonly #now: () => number;
  readonly #good = new BoundedMap<{ until: number; readonly bucket: TokenBucket }>(mostTokens);
  readonly #unauthorized = new BoundedMap<number>(mostTokens);
  readonly #unknown: TokenBucket;

  /** @param now a clock in ms */
  constructor(options: CallerLimitsOptions, now: () => number) {
    this.#options = options;
    this.#now = now;
    this.#unknown = new TokenBucket(options.unknownRate, options.unknownRate, now());
  }

  /** Whether the API server refused this token (401) a moment ago. */
  isRefused(token: string): boolean {
    const until = this.#unauthorized.get(token);
    if (until === undefined) return false;
    if (until > this.#now()) return true;
    this.#unauthorized.delete(token);
    return false;
  }

  /** Whether the token was good not long ago, and so has a share of its own. */
  isGood(token: string): boolean {
    return (this.#good.get(token)?.until ?? 0) > this.#now();
  }

  /**
   * Takes a turn of the token's share.
   * @param patience milliseconds that the caller can wait for it
   * @returns milliseconds until it comes; undefined where that is too long
   */
  take(token: string, patience: number): number | undefined {
    const bucket = this.isGood(token) ? this.#good.get(token)!.bucket : this.#unknown;
    return bucket.take(this.#now(), patience);
  }

  #newBucket(now: number): TokenBucket {
    const { rate } = this.#options;
    return new TokenBucket(rate, 2 * rate, now);
  }

  /** @param code what the API server answered to the token */
  learn(token: string, code: number): void {
    const now = this.#now();
    if (code === 401) {
      this.#good.delete(token);
      this.#unauthorized.set(token, now + this.#options.rememberUnauthorized);
    } else if (code >= 200 && code <= 299) {
      this.#unauthorized.delete(token);
      const known = this.#good.get(token);
      const bucket = known?.bucket ?? this.#newBucket(now);
      this.#good.set(token, { until: now + goodFor, bucket });
    }
  }
}
