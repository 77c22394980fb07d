/**
 * Finds out whether a connection to the API server carries credentials of its own: a client
 * certificate, or a proxy that adds some. Those would count instead of the caller's token, and let
 * anybody in.
 */

import { ApiError } from "../kube/api/errors.ts";

/** Asks the API server "who am I?" with that token, or with none. @throws {ApiError} {ConnectionError} */
export type AskWho = (token: string | undefined) => Promise<unknown>;

export const whoAmIPath = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
export const whoAmIBody = {
  apiVersion: "authentication.k8s.io/v1",
  kind: "SelfSubjectReview",
} as const;

const anonymous = "system:anonymous";

/** The connection is somebody. The message is a sentence for the operator; it names that somebody. */
export class NotAnonymousError extends Error {
  override name = "NotAnonymousError";
}

/**
 * @throws {NotAnonymousError} where a request without a token, or with a made-up one, is taken for
 * anyone but anonymous
 * @throws {ConnectionError} where nothing answers
 */
export async function checkAnonymous(ask: AskWho): Promise<void> {
  const madeUp = crypto.randomUUID();
  const [without, wrong] = await Promise.allSettled([ask(undefined), ask(madeUp)]);
  refuseSomebody(without, "without a token", [401, 403]);
  refuseSomebody(wrong, "with a made-up token", [401]);
}

function refuseSomebody(
  outcome: PromiseSettledResult<unknown>,
  how: string,
  expected: readonly number[],
): void {
  const user = outcome.status === "fulfilled"
    ? reviewedUser(outcome.value)
    : refusedUser(outcome.reason, expected);
  if (user === anonymous && (outcome.status === "rejected" || expected.includes(403))) return;
  throw new NotAnonymousError(
    `a request ${how} is taken for ${user}, not for ${anonymous}: whatever stands at this address adds credentials, so that anybody would get in`,
  );
}

function reviewedUser(review: unknown): string {
  const { status } = review as { status?: { userInfo?: { username?: string } } };
  return JSON.stringify(status?.userInfo?.username ?? "somebody").replace(
    `"${anonymous}"`,
    anonymous,
  );
}

/** @throws what is no refusal by an API server */
function refusedUser(error: unknown, expected: readonly number[]): string {
  if (!(error instanceof ApiError)) throw error;
  if (error.code >= 500 || error.code === 429) throw error;
  if (error.code === 401 && expected.includes(401)) return anonymous;
  const [, named] = /User ("(?:[^"\\]|\\.)*")/.exec(error.status.message ?? "") ?? [];
  if (error.code === 403 && expected.includes(403) && named === `"${anonymous}"`) return anonymous;
  return named ?? `somebody (it answered ${error.code})`;
}
