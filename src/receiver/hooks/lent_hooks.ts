/**
 * The hooks that tenants lent, as their Secrets said a moment ago. Names that are no hook cost the API
 * server less than one look-up a second together, and push no known hook out of memory.
 */

import { type Hook, hookId, type HookName } from "../../apprepo/hook/hook.ts";
import { HookSecretFault, readHookSecret } from "../../apprepo/hook/hook_secret.ts";
import { ApiError } from "../../kube/api/errors.ts";
import { BoundedMap } from "../limits/bounded_map.ts";
import { TokenBucket } from "../limits/token_bucket.ts";
import type { Lender } from "./lender.ts";
import { Places } from "./places.ts";
import { SharedWork } from "./shared_work.ts";

export interface LentHook {
  readonly hook: Hook;
  /** Of its Secret: another one means that it was deleted and made again. */
  readonly uid: string;
  /** Milliseconds since the epoch: when the look at it began. */
  readonly readAt: number;
}

/** Milliseconds: as long as API servers keep what they know of a token. */
const fresh = 10_000;
const mostHooks = 5_000;
const mostMissing = 10_000;
/** Look-ups of names that are no hook, all together: so many a second, so many after a quiet time. */
const lookUpRate = 0.5;
const lookUpBurst = 5;
/** Those under way when the last turn is gone are not called back: so many less one come on top. */
const lookUpsAtOnce = 3;
const mostWaiting = 500;
/** For one hook whose proof failed: its Secret may have changed since. */
const secondLookRate = 1;
const secondLookBurst = 3;
/** Milliseconds that a look-up may take: others wait for it too. */
const lookUpTime = 2_000;

/** There were too many look-ups to make this one. */
export class LookUpRefused extends Error {
  override name = "LookUpRefused";
}

export interface LentHooksOptions {
  readonly lender: Lender;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told what only the operator should know. */
  readonly troubled: (message: string) => void;
}

export class LentHooks {
  readonly #options: LentHooksOptions;
  readonly #known = new BoundedMap<LentHook>(mostHooks);
  /** Until when a name counts as that of no hook. */
  readonly #missing = new BoundedMap<number>(mostMissing);
  readonly #secondLooks = new BoundedMap<TokenBucket>(mostHooks);
  readonly #lookUps: TokenBucket;
  readonly #places = new Places(lookUpsAtOnce);
  readonly #underWay = new SharedWork<LentHook | undefined>();

  constructor(options: LentHooksOptions) {
    this.#options = options;
    this.#lookUps = new TokenBucket(lookUpRate, lookUpBurst, options.now());
  }

  /**
   * @returns undefined where it is no hook, or not lent
   * @throws {LookUpRefused} {ApiError} {ConnectionError} {ConfigError} where it can't be told
   */
  async find(key: HookName): Promise<LentHook | undefined> {
    const id = hookId(key);
    const now = this.#options.now();
    const known = this.#known.get(id);
    if (known && now - known.readAt < fresh) return known;
    if ((this.#missing.get(id) ?? 0) > now) return undefined;
    return known ? await this.#underWay.do(id, () => this.#ask(key)) : await this.#lookUp(key);
  }

  /**
   * Looks again at a hook that is known, not too often; or waits for the look that is under way.
   * @returns undefined where it was not looked, or there is no such hook any more
   */
  lookAgain(key: HookName): Promise<LentHook | undefined> {
    const id = hookId(key);
    return this.#underWay.do(id, async () => {
      const now = this.#options.now();
      const bucket = this.#secondLooks.get(id) ??
        new TokenBucket(secondLookRate, secondLookBurst, now);
      this.#secondLooks.set(id, bucket);
      return bucket.take(now, 0) === undefined ? undefined : await this.#ask(key);
    });
  }

  /** Only what turns out to be no hook counts: after a restart, many hooks may be looked up at once. */
  #lookUp(key: HookName): Promise<LentHook | undefined> {
    const { now } = this.#options;
    const refuse = () => {
      const isFull = this.#places.waiting >= mostWaiting;
      if (isFull || this.#lookUps.isEmpty(now())) throw new LookUpRefused();
    };
    return this.#underWay.do(hookId(key), async () => {
      // Those who gave up waiting are still in the row while an API server is away.
      refuse();
      return await this.#places.hold(async () => {
        refuse();
        const found = await this.#ask(key);
        if (!found) this.#lookUps.charge(now());
        return found;
      });
    });
  }

  async #ask(key: HookName): Promise<LentHook | undefined> {
    const { lender, now } = this.#options;
    const id = hookId(key);
    const readAt = now();
    try {
      const secret = await lender.readSecret(key, AbortSignal.timeout(lookUpTime));
      const found = { hook: readHookSecret(secret), uid: secret.metadata.uid ?? "", readAt };
      this.#known.set(id, found);
      return found;
    } catch (error) {
      if (!this.#isNone(key, error)) throw error;
      this.#known.delete(id);
      this.#missing.set(id, now() + fresh);
      return undefined;
    }
  }

  #isNone(key: HookName, error: unknown): boolean {
    if (error instanceof HookSecretFault) {
      this.#options.troubled(`hook ${hookId(key)}: its Secret can't be used: ${error.message}`);
      return true;
    }
    return error instanceof ApiError && (error.code === 404 || error.code === 403);
  }
}
