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

/** Keeps the bytes of one body, all of them or none, until it is released. */
export class BodyKeeper {
  readonly #budget: BodyBudget;
  /** Paid for as a whole: bytes may come one by one, and an array for each would cost far more. */
  #buffer = new Uint8Array();
  #length = 0;
  #hasRoom = true;

  constructor(budget: BodyBudget) {
    this.#budget = budget;
  }

  /** @param part is copied; its memory is used again afterwards */
  keep(part: Uint8Array): void {
    if (!this.#hasRoom) return;
    this.#hasRoom = this.#makeRoom(this.#length + part.length);
    if (!this.#hasRoom) return this.release();
    this.#buffer.set(part, this.#length);
    this.#length += part.length;
  }

  /** @returns the body, which is paid for until it is released; undefined where it found no room */
  whole(): Uint8Array | undefined {
    return this.#hasRoom ? this.#buffer.subarray(0, this.#length) : undefined;
  }

  /** Gives back what it took. */
  release(): void {
    this.#budget.give(this.#buffer.length);
    this.#buffer = new Uint8Array();
    this.#length = 0;
  }

  #makeRoom(needed: number): boolean {
    const { length } = this.#buffer;
    if (needed <= length) return true;
    // Twice as much, so that it is copied a few times only; just enough where there is no more.
    for (const capacity of [Math.max(needed, 2 * length), needed]) {
      if (!this.#budget.take(capacity - length)) continue;
      const larger = new Uint8Array(capacity);
      larger.set(this.#buffer);
      this.#buffer = larger;
      return true;
    }
    return false;
  }
}
