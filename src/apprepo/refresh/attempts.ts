/** Whether a write that failed is tried again, after what pause, and what may have become of it. */

import { ApiError, ConnectionError } from "../../kube/api/errors.ts";
import { backoff } from "../../kube/api/retry.ts";
import type { AppRepository } from "../app_repository.ts";
import type { RefreshOptions, Timing } from "./refresh_options.ts";

/** Milliseconds for which a write that meets conflicts or lost answers is tried again. */
const deadline = 60_000;
const attemptsOnFailure = 5;
const longestPauseOnConflict = 400;

export class Attempts {
  readonly #options: Pick<RefreshOptions, "dryRun" | "stop" | "cut">;
  readonly #timing: Timing;
  readonly #until: number;
  #conflicts = 0;
  #failures = 0;
  #lost = false;
  /** An answer was lost and the object has not changed since: what was sent may be done yet. */
  #pending = false;
  #raisedAgain = false;

  constructor(options: Pick<RefreshOptions, "dryRun" | "stop" | "cut">, timing: Timing) {
    this.#options = options;
    this.#timing = timing;
    this.#until = timing.now() + deadline;
  }

  /** An answer was lost: the API server may have done what it was asked. */
  get mayBeDone(): boolean {
    return this.#lost;
  }

  get raisedAgain(): boolean {
    return this.#raisedAgain;
  }

  /** @throws the error itself, where another attempt is no use */
  async pauseAfter(error: unknown): Promise<void> {
    const { dryRun, stop, cut } = this.#options;
    if (dryRun === "none" && mayHaveEffect(error, cut)) this.#lost = this.#pending = true;
    const { number, pause } = this.#next(error);
    const isTooLate = this.#timing.now() + (pauseAsked(error) ?? 0) >= this.#until;
    if (isTooLate || !mayPass(error, number)) throw error;
    await this.#timing.sleep(pause, stop);
  }

  #next(error: unknown): { number: number; pause: number } {
    const random = this.#timing.random();
    if (isConflict(error)) {
      const number = ++this.#conflicts;
      return { number, pause: number === 1 ? 0 : backoff(number, random, longestPauseOnConflict) };
    }
    const number = ++this.#failures;
    return { number, pause: pauseAsked(error) ?? backoff(number, random) };
  }

  /**
   * Takes a change of the object after a lost answer for the write's own, once.
   * @throws the error itself, where to raise it again could be a second sync too many
   */
  noteChange(before: AppRepository, now: AppRepository, error: unknown): void {
    const same = before.metadata.resourceVersion === now.metadata.resourceVersion;
    if (!this.#pending || same) return;
    if (this.#raisedAgain) throw error;
    this.#pending = false;
    this.#raisedAgain = true;
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.code === 409;
}

/** In milliseconds. */
function pauseAsked(error: unknown): number | undefined {
  const seconds = error instanceof ApiError ? error.retryAfter : undefined;
  return seconds === undefined ? undefined : seconds * 1_000;
}

function mayHaveEffect(error: unknown, cut: AbortSignal): boolean {
  if (error instanceof ApiError) return error.code >= 500;
  return error instanceof ConnectionError ? error.details.sent : cut.aborted;
}

function mayPass(error: unknown, number: number): boolean {
  if (error instanceof ApiError) {
    return error.code === 409 || (error.code >= 500 && number < attemptsOnFailure);
  }
  if (!(error instanceof ConnectionError)) return false;
  const { kind } = error.details;
  return kind === "broken" || (kind === "garbled" && number < attemptsOnFailure);
}
