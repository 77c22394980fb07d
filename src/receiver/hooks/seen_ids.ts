import { BoundedMap } from "../limits/bounded_map.ts";
import { standardTolerance } from "./proven.ts";

const mostIds = 50_000;

/** Deliveries that were done: one that comes again within the time that its signature is good for. */
export class SeenIds {
  readonly #until = new BoundedMap<number>(mostIds);
  readonly #now: () => number;

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    this.#now = now;
  }

  has(id: string): boolean {
    return (this.#until.get(id) ?? 0) > this.#now();
  }

  add(id: string): void {
    this.#until.set(id, this.#now() + 2 * standardTolerance);
  }
}
