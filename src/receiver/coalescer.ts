/**
 * Lets requests for the same thing share the work. The first goes as soon as its gate lets it; those that come while it
 * is under way, or within the window that opened when the last PUT began, share the next one, which
 * begins as soon as both are over. So everybody's answer comes from a PUT that began after he asked,
 * and there is never more than one under way for a key.
 */

export interface Timing {
  /** Milliseconds. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** @param putBegins to be called whenever a PUT is about to be sent */
export type Work<T> = (putBegins: () => void) => Promise<T>;

/**
 * Waited for before the work begins; whoever comes meanwhile shares it.
 * @returns what it comes to without the work, where that is not to be done
 */
export type Gate<T> = () => Promise<T | undefined>;

interface Run<T> {
  readonly gate?: Gate<T>;
  readonly work: Work<T>;
  readonly outcome: PromiseWithResolvers<T>;
}

/** What goes on for one key. */
interface Lane<T> {
  putBegan: number;
  next?: Run<T>;
}

export class Coalescer<T> {
  readonly #lanes = new Map<string, Lane<T>>();
  readonly #window: number;
  readonly #timing: Timing;

  /** @param window milliseconds from the start of one PUT to the start of the next */
  constructor(window: number, timing: Timing) {
    this.#window = window;
    this.#timing = timing;
  }

  /** The outcome of the work that others wait for already; undefined where it takes new work. */
  join(key: string): Promise<T> | undefined {
    return this.#lanes.get(key)?.next?.outcome.promise;
  }

  /** Begins the work now, or as soon as the rule allows. Call it only where `join` gave nothing. */
  start(key: string, work: Work<T>, gate?: Gate<T>): Promise<T> {
    const run: Run<T> = { gate, work, outcome: Promise.withResolvers<T>() };
    const lane = this.#lanes.get(key);
    if (lane) lane.next = run;
    else {
      const fresh: Lane<T> = { putBegan: -Infinity, next: run };
      this.#lanes.set(key, fresh);
      void this.#serve(key, fresh);
    }
    return run.outcome.promise;
  }

  /** How many keys have work under way or an open window. */
  get size(): number {
    return this.#lanes.size;
  }

  /** Until nobody asks any more and the window is over. */
  async #serve(key: string, lane: Lane<T>): Promise<void> {
    while (lane.next) {
      const { gate, work, outcome } = lane.next;
      const early = gate && await gate();
      lane.next = undefined;
      if (early === undefined) {
        await work(() => lane.putBegan = this.#timing.now()).then(outcome.resolve, outcome.reject);
      } else outcome.resolve(early);
      const rest = lane.putBegan + this.#window - this.#timing.now();
      if (rest > 0) await this.#timing.sleep(rest);
    }
    this.#lanes.delete(key);
  }
}
