/**
 * Memory for the bodies that are kept until their event's type is known. A body that finds no room
 * is not kept: its request counts as one that asks for a refresh, which is never wrong.
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

  /** For one body. */
  keeper(): BodyKeeper {
    return new BodyKeeper((count) => this.#take(count), (count) => this.give(count));
  }

  give(count: number): void {
    this.#left += count;
  }

  #take(count: number): boolean {
    if (count > this.#left) return false;
    this.#left -= count;
    return true;
  }
}

/** Keeps the parts of one body, all of them or none. */
export class BodyKeeper {
  readonly #take: (count: number) => boolean;
  readonly #give: (count: number) => void;
  #parts: Uint8Array[] | undefined = [];
  #taken = 0;

  constructor(take: (count: number) => boolean, give: (count: number) => void) {
    this.#take = take;
    this.#give = give;
  }

  /** Bytes of the budget that it holds. */
  get taken(): number {
    return this.#taken;
  }

  get parts(): readonly Uint8Array[] {
    return this.#parts ?? [];
  }

  /** @param part is copied; its memory is used again afterwards */
  keep(part: Uint8Array): void {
    if (!this.#parts) return;
    if (this.#take(part.length)) {
      this.#taken += part.length;
      this.#parts.push(part.slice());
    } else {
      this.#give(this.#taken);
      this.#taken = 0;
      this.#parts = undefined;
    }
  }
}
