/** What is looked at with rights that may be missing. */

import { missingRight } from "../grant/forbidden.ts";

/** Collects the rights that were missing, each once. */
export class MissingRights {
  readonly #rights = new Set<string>();

  /** In sentences, such as `You lack the right to get secrets in namespace "team-a".` */
  get all(): string[] {
    return [...this.#rights];
  }

  add(right: string): void {
    this.#rights.add(right);
  }

  /** @returns undefined where there is no right to look */
  async look<T>(looking: Promise<T>): Promise<T | undefined> {
    try {
      return await looking;
    } catch (error) {
      const right = missingRight(error);
      if (right === undefined) throw error;
      this.#rights.add(right);
      return undefined;
    }
  }
}
