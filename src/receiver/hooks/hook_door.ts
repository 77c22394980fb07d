/** Answers the hooks: who sends, what it asks for, and what becomes of it. */

import { hookId } from "../../apprepo/hook/hook.ts";
import { KubeError } from "../../kube/api/errors.ts";
import type { Answer } from "../answer.ts";
import { late } from "../error_answer.ts";
import type { HttpRequest } from "../http/connection.ts";
import { tooMany } from "../limits/refusals.ts";
import type { Refreshed } from "../refreshes.ts";
import type { HookAddress } from "../route.ts";
import { isMeant, readEvent } from "./read_event.ts";
import { noLookUp, noSuchHook, nothingToDo, partlyRefreshed, refreshed } from "./hook_answers.ts";
import { type LentHook, type LentHooks, LookUpRefused } from "./lent_hooks.ts";
import { type HookRequest, isAddressed, isProven } from "./proven.ts";
import { refreshLent, type RefreshLentOptions } from "./refresh_lent.ts";
import type { SeenIds } from "./seen_ids.ts";
import type { Verdict } from "./verdict.ts";

export interface HookHandled {
  readonly answer: Answer;
  readonly verdict: Verdict;
  /** Undefined where there is no such hook. */
  readonly hook?: LentHook["hook"];
  /** What was not refreshed: HTTP status codes by the AppRepositories' names. */
  readonly unrefreshed?: Readonly<Record<string, number>>;
  readonly isShared?: boolean;
}

export interface HookDoorOptions extends RefreshLentOptions {
  readonly hooks: LentHooks;
  readonly seenIds: SeenIds;
  /** Milliseconds since the epoch, as the machine has it now. */
  readonly wallClock: () => number;
  readonly timing: { now(): number; sleep(ms: number): Promise<void> };
  readonly troubled: (cluster: string, error: unknown) => void;
}

/** Its body is missing where it was not kept. */
type Arrived = Omit<HookRequest, "body"> & Partial<Pick<HookRequest, "body">>;

/** Milliseconds before which no refusal is answered: a quicker one would tell what is known here. */
const refusalTime = 50;

export class HookDoor {
  readonly #options: HookDoorOptions;

  constructor(options: HookDoorOptions) {
    this.#options = options;
  }

  /**
   * Whether the URL is a hook's in whole. Nobody else's body is kept: those who don't know a URL can't
   * use up the room for bodies.
   */
  async mayEnter({ secret, ...key }: HookAddress): Promise<boolean> {
    const { hooks, timing } = this.#options;
    const began = timing.now();
    const isAddress = (hook: LentHook["hook"]) => isAddressed(hook, secret);
    try {
      const found = await hooks.find(key);
      return found !== undefined && await this.#renewed(found, began, isAddress) !== undefined;
    } catch (error) {
      if (error instanceof LookUpRefused) return false;
      // It can't be told, and the answer says so.
      if (error instanceof KubeError || error instanceof DOMException) return true;
      throw error;
    }
  }

  /** @param deadline milliseconds on the clock. Never rejects for what senders and API server do. */
  async handle(
    { headers, body }: HttpRequest,
    address: HookAddress,
    deadline: number,
  ): Promise<HookHandled> {
    const { timing, wallClock, server } = this.#options;
    const began = timing.now();
    const request = { headers, body, secret: address.secret, came: wallClock(), began };
    const { promise, resolve } = Promise.withResolvers<HookHandled>();
    let proven: LentHook["hook"] | undefined;
    const over = () => resolve({ answer: late(server.name), verdict: "failed", hook: proven });
    const timer = setTimeout(over, deadline - began);
    try {
      return await Promise.race([
        this.#answer(request, address, deadline, (hook) => proven = hook),
        promise,
      ]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #answer(
    { body, ...head }: Arrived,
    address: HookAddress,
    deadline: number,
    isProvenFor: (hook: LentHook["hook"]) => void,
  ): Promise<HookHandled> {
    try {
      const found = await this.#options.hooks.find(address);
      if (body === undefined) {
        if (!found || !isAddressed(found.hook, head.secret)) {
          return await this.#refuse(head, found?.hook);
        }
        return { answer: tooMany("bodies at a time"), verdict: "refused", hook: found.hook };
      }
      const request = { ...head, body };
      const lent = found &&
        await this.#renewed(found, head.began, (hook) => isProven(hook, request));
      if (lent) isProvenFor(lent.hook);
      return lent
        ? await this.#act(lent, request, deadline)
        : await this.#refuse(head, found?.hook);
    } catch (error) {
      if (error instanceof LookUpRefused) return await this.#refuse(head);
      return this.#failed(error);
    }
  }

  /**
   * A key may have come since the hook was read, and since the look that is under way began.
   * @returns the hook of which it is so; undefined where it is not
   */
  async #renewed(
    found: LentHook,
    began: number,
    isSo: (hook: LentHook["hook"]) => boolean,
  ): Promise<LentHook | undefined> {
    let lent: LentHook | undefined = found;
    for (let looks = 0; lent && !isSo(lent.hook); looks++) {
      if (looks === 2 || lent.readAt > began) return undefined;
      lent = await this.#lookAgain(lent);
    }
    return lent;
  }

  /** Where nothing can be looked at, a proof that failed stays one: all failures are told alike. */
  async #lookAgain({ hook }: LentHook): Promise<LentHook | undefined> {
    try {
      return await this.#options.hooks.lookAgain(hook);
    } catch (error) {
      if (error instanceof KubeError || error instanceof DOMException) return undefined;
      throw error;
    }
  }

  async #act(lent: LentHook, request: HookRequest, deadline: number): Promise<HookHandled> {
    const { hook } = lent;
    const event = readEvent(hook, request.headers, request.body);
    if (!event.asks) {
      return {
        answer: nothingToDo("This event is no reason to refresh."),
        verdict: "nothing-asked",
        hook,
      };
    }
    if (!isMeant(hook, event)) {
      const reason = "The event is about nothing that this hook goes by.";
      return { answer: nothingToDo(reason), verdict: "not-meant", hook };
    }
    const { seenIds } = this.#options;
    const delivery = deliveryOf(hook, request);
    if (delivery !== undefined && seenIds.has(delivery)) {
      return { answer: nothingToDo("This delivery was done before."), verdict: "repeated", hook };
    }
    const handled = await this.#refresh(lent, request, deadline);
    if (delivery !== undefined && handled.verdict === "refreshed") seenIds.add(delivery);
    return handled;
  }

  async #refresh(lent: LentHook, request: HookRequest, deadline: number): Promise<HookHandled> {
    const outcomes = await refreshLent(this.#options, lent, deadline);
    if (outcomes !== "outdated") return told(lent, outcomes);
    this.#options.tokens.forget(lent);
    // Somebody deleted the hook or its account, and may have made it again.
    const again = await this.#options.hooks.lookAgain(lent.hook);
    const isThere = again && isProven(again.hook, request);
    const others = isThere ? await refreshLent(this.#options, again, deadline) : "outdated";
    return others === "outdated" ? await this.#refuse(request, lent.hook) : told(again!, others);
  }

  async #refuse(
    { began }: Pick<HookRequest, "began">,
    hook?: LentHook["hook"],
  ): Promise<HookHandled> {
    const { timing } = this.#options;
    const rest = began + refusalTime - timing.now();
    if (rest > 0) await timing.sleep(rest);
    return { answer: noSuchHook(), verdict: "refused", hook };
  }

  /** What the receiver's own account was told is for the operator alone. */
  #failed(error: unknown): HookHandled {
    const { server, troubled } = this.#options;
    if (!(error instanceof KubeError || error instanceof DOMException)) throw error;
    troubled(server.name, error);
    return { answer: noLookUp(), verdict: "failed" };
  }
}

/** All refreshed, or what the first that was not was told. */
function told({ hook }: LentHook, outcomes: readonly Refreshed[]): HookHandled {
  const failed = outcomes.find(({ answer }) => answer.code !== 200);
  if (failed) {
    const codeOf = (at: number) => outcomes[at]?.answer.code ?? failed.answer.code;
    const each = hook.repositories.map((name, at) => [name, codeOf(at)] as const);
    const done = each.filter(([, code]) => code === 200).map(([name]) => name);
    const answer = done.length === 0 ? failed.answer : partlyRefreshed(failed.answer, done);
    const unrefreshed = Object.fromEntries(each.filter(([, code]) => code !== 200));
    return { answer, verdict: "failed", hook, unrefreshed };
  }
  const isShared = outcomes.some((one) => one.isShared);
  return { answer: refreshed(hook.repositories), verdict: "refreshed", hook, isShared };
}

function deliveryOf(hook: LentHook["hook"], { headers }: HookRequest): string | undefined {
  if (hook.proof.kind !== "standard") return undefined;
  return `${hookId(hook)} ${headers.get("webhook-id")}`;
}
