// Chance that can be repeated.

export class Random {
  #state: number;

  /** The same two numbers give the same chance on every machine. */
  constructor(seed: number, index: number) {
    this.#state = Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul((index + 1) | 0, 0x85ebca6b);
    for (let i = 0; i < 4; i++) this.next();
  }

  /** From 0 to below 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  /** True `percent` times in a hundred. */
  chance(percent: number): boolean {
    return this.next() * 100 < percent;
  }

  /** Any characters: letters, signs that mean something somewhere, control characters, others. */
  text(longest = 24): string {
    const length = this.below(longest) + 1;
    return Array.from({ length }, () => this.pick(characters)).join("");
  }
}

const characters = [
  ..."abcXYZ019 -_./:;,'\"\\#%&*!?@|<>(){}[]~`=+$^",
  ..."\t\r\0\x07\x1b\x7f\u0085\u009b\u00e4\u202e\u2028\ufeff\ufffd\u{1f600}",
];
