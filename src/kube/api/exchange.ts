import type { Answer } from "./answer.ts";
import { forwardAbort } from "./forward_abort.ts";
import { connectionError } from "../transport/connection_error.ts";
import type { Transport, TransportRequest } from "../transport/transport.ts";

/** Milliseconds: the API server itself gives up a request after a minute. */
export const longestAnswer = 65_000;

export interface ExchangeLimits {
  /** Milliseconds until the whole answer must be there; 0 and undefined leave it to us. */
  readonly requestTimeout?: number;
  readonly signal?: AbortSignal;
  /** For the case that nothing answers. */
  readonly hint?: string;
}

/**
 * One request and its whole answer.
 * @throws {ConnectionError} where the answer did not come whole and in time
 * @throws the reason of the caller's signal
 */
export async function exchange(
  transport: Transport,
  url: string,
  request: Omit<TransportRequest, "signal">,
  { requestTimeout, signal: userSignal, hint }: ExchangeLimits,
): Promise<Answer> {
  const limit = requestTimeout || longestAnswer;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(timedOut(limit)), limit);
  const { signal } = deadline;
  const unlink = userSignal && forwardAbort(userSignal, deadline);
  let code: number | undefined;
  try {
    const response = await transport.send(url, { ...request, signal });
    code = response.status;
    return { code, headers: response.headers, body: await response.text() };
  } catch (error) {
    userSignal?.throwIfAborted();
    const done = code !== undefined && code >= 200 && code <= 299;
    const { proxy, passedOver } = transport;
    const acknowledged = done ? code : undefined;
    throw connectionError(error, { url, proxy, passedOver, hint, acknowledged });
  } finally {
    clearTimeout(timer);
    unlink?.();
  }
}

/** @param what did not come in time */
export function timedOut(ms: number, what = "no answer"): DOMException {
  const text = `context deadline exceeded (${what} within ${ms / 1000}s)`;
  return new DOMException(text, "TimeoutError");
}
