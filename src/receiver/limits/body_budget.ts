import { joined } from "../http/joined.ts";

/**
 * Memory for the bodies that are kept until their event's type or their signature is known. A body
 * that finds no room is not kept: a bearer's request then counts as one that asks for a refresh, which
 * is never wrong, and a hook's is refused.
 */
export class BodyBudget {
  #left: number;

  /** @param bytes for all bodies together */
  constructor(bytes: number) {
    this.#left = bytes;
  }

  get left(): number {
    return this.#left;
  }

  /** @returns false, and takes nothing, where there is not so much left */
  take(count: number): boolean {
    if (count > this.#left) return false;
    this.#left -= count;
    return true;
  }

  give(count: number): void {
    this.#left += count;
  }
}

/** Keeps the parts of one body, all of them or none, until it is released. */
export class BodyKeeper {
  readonly #budget: BodyBudget;
  #parts: Uint8Array[] = [];
  #taken = 0;
  #hasRoom = true;

  constructor(budget: BodyBudget) {
    this.#budget = budget;
  }

  /** @param part is copied; its memory is used again afterwards */
  keep(part: Uint8Array): void {
    if (!this.#hasRoom) return;
    this.#hasRoom = this.#budget.take(part.length);
    if (!this.#hasRoom) return this.release();
    this.#taken += part.length;
    this.#parts.push(part.slice());
  }

  /** @returns the body, which is kept no more but still paid for; undefined where it found no room */
  whole(): Uint8Array | undefined {
    if (!this.#hasRoom) return undefined;
    const whole = joined(this.#parts);
    this.#parts = [];
    return whole;
  }

  /** Gives back what it took. */
  release(): void {
    this.#budget.give(this.#taken);
    this.#taken = 0;
    this.#parts = [];
  }
}
