/** Notices that the API server has not answered for longer than a restart takes. */

import { ApiError, ConnectionError, KubeError } from "../../kube/api/errors.ts";
import { outageLimit } from "../../kube/api/retry.ts";

/**
 * Without it, a server that takes requests and never answers would hold up each of a thousand
 * repositories for the whole time-out of a request.
 */
export class Silence {
  readonly #clock: { now(): number };
  #since: number;
  #isBroken = false;

  constructor(clock: { now(): number }) {
    this.#clock = clock;
    this.#since = clock.now();
  }

  /** An answer came, be it a refusal. */
  end(): void {
    this.#since = this.#clock.now();
    this.#isBroken = false;
  }

  /** Counts what a refresh failed with: a missing answer is silence, a refusal is none. */
  note(error: unknown): void {
    if (error instanceof ConnectionError) this.#isBroken = true;
    if (error instanceof ApiError) this.end();
  }

  /** @throws {KubeError} where no more should be tried */
  check(): void {
    if (!this.#isBroken || this.#clock.now() - this.#since < outageLimit) return;
    const seconds = Math.round((this.#clock.now() - this.#since) / 1_000);
    throw new KubeError(`error: not tried: the server has not answered for ${seconds}s`);
  }
}
