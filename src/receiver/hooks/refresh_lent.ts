/** The refresh on a tenant's behalf, with a token of the hook's own account. */

import { hookId } from "../../apprepo/hook/hook.ts";
import { ApiError } from "../../kube/api/errors.ts";
import type { ApiServer } from "../api_server.ts";
import { fingerprint } from "../bearer_token.ts";
import type { Refreshed, Refreshes } from "../refreshes.ts";
import { notLent } from "./hook_answers.ts";
import type { LentHook } from "./lent_hooks.ts";
import { Places } from "./places.ts";
import type { LentTokens } from "./lent_tokens.ts";

/** Refreshes of one delivery: others wait for the API server, too. */
const atOnce = 5;

export interface RefreshLentOptions {
  /** Of the cluster that the receiver runs for. */
  readonly server: ApiServer;
  readonly tokens: LentTokens;
  readonly refreshes: Refreshes;
}

/**
 * @param deadline milliseconds on the clock
 * @returns one for each of the hook's AppRepositories; `outdated` where the hook, or its account, is
 * not what it was any more
 * @throws {ApiError} {ConnectionError} {ConfigError} where no token is to be had
 */
export async function refreshLent(
  { server, tokens, refreshes }: RefreshLentOptions,
  lent: LentHook,
  deadline: number,
): Promise<Refreshed[] | "outdated"> {
  const { namespace, repositories } = lent.hook;
  let token: string;
  try {
    token = await tokens.of(lent);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 404 || error.code === 409) return "outdated";
    if (error.code !== 403) throw error;
    return [{ answer: notLent() }];
  }
  // What the API server said to a token before counts for that one alone.
  const caller = `hook ${hookId(lent.hook)} ${fingerprint(token)}`;
  refreshes.vouchFor(caller);
  const places = new Places(atOnce);
  const outcomes = await Promise.all(repositories.map((name) => {
    const target = { cluster: server.name, namespace, name };
    const asked = { server, target, caller, token, deadline, isIgnored: false };
    return places.hold(() => refreshes.ask(asked));
  }));
  return outcomes.some(({ apiCode }) => apiCode === 401) ? "outdated" : outcomes;
}
