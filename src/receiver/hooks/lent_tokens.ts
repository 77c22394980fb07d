/** Tokens of the hooks' own accounts: each is used for most of its ten minutes. */

import { hookId } from "../../apprepo/hook/hook.ts";
import { ApiError } from "../../kube/api/errors.ts";
import { BoundedMap } from "../limits/bounded_map.ts";
import { type Lender, tokenLifetime } from "./lender.ts";
import type { LentHook } from "./lent_hooks.ts";
import { SharedWork } from "./shared_work.ts";

interface Minted {
  readonly token: string;
  /** Milliseconds since the epoch after which another one is asked for. */
  readonly until: number;
}

/** Milliseconds for which a token is used: most of its life. */
const usedTime = 0.8 * tokenLifetime * 1_000;
const mostTokens = 5_000;
/** Milliseconds for which a refusal counts: senders may send many a second. */
const refusedTime = 1_000;
/** Milliseconds that the API server may take. */
const mintTime = 2_000;

export class LentTokens {
  readonly #lender: Lender;
  readonly #now: () => number;
  readonly #tokens = new BoundedMap<Minted>(mostTokens);
  readonly #refused = new BoundedMap<{ readonly error: ApiError; readonly until: number }>(
    mostTokens,
  );
  readonly #underWay = new SharedWork<Minted>();

  /** @param now milliseconds since the epoch */
  constructor(lender: Lender, now: () => number) {
    this.#lender = lender;
    this.#now = now;
  }

  /** @throws {ApiError} {ConnectionError} {ConfigError} where there is none to be had */
  async of({ hook, uid }: LentHook): Promise<string> {
    const id = idOf({ hook, uid });
    const kept = this.#tokens.get(id);
    if (kept && kept.until > this.#now()) return kept.token;
    const refused = this.#refused.get(id);
    if (refused && refused.until > this.#now()) throw refused.error;
    return (await this.#underWay.do(id, () => this.#mint(hook, uid, id))).token;
  }

  /** After the API server refused it. */
  forget(lent: LentHook): void {
    this.#tokens.delete(idOf(lent));
  }

  async #mint(key: LentHook["hook"], uid: string, id: string): Promise<Minted> {
    // By our own clock, whatever the API server's says.
    const until = this.#now() + usedTime;
    try {
      const token = await this.#lender.mintToken(key, uid, AbortSignal.timeout(mintTime));
      const minted = { token, until };
      this.#tokens.set(id, minted);
      return minted;
    } catch (error) {
      if (error instanceof ApiError) {
        this.#refused.set(id, { error, until: this.#now() + refusedTime });
      }
      throw error;
    }
  }
}

/** A Secret made again has tokens of its own. */
function idOf({ hook, uid }: Pick<LentHook, "hook" | "uid">): string {
  return `${hookId(hook)} ${uid}`;
}
