/** Answers that are read as they come: watches and logs. */

import { bodyText } from "../transport/body_text.ts";
import { connectionError } from "../transport/connection_error.ts";
import type { Transport, TransportRequest } from "../transport/transport.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { type ExchangeLimits, longestAnswer, timedOut } from "./exchange.ts";
import { forwardAbort } from "./forward_abort.ts";

export interface StreamLimits extends ExchangeLimits {
  /** Milliseconds for which nothing may come; undefined for any time. */
  readonly idleLimit?: number;
}

/**
 * Sends a request and waits for the head of its answer, no longer than for a whole one.
 * @returns a 2xx answer with an empty body, and what brings its bytes; whoever leaves that early ends
 * the connection
 * @throws {ConnectionError} where no head came; what brings the bytes throws it where they break off
 * @throws the reason of the caller's signal
 */
export async function openStream(
  transport: Transport,
  url: string,
  request: Omit<TransportRequest, "signal">,
  { requestTimeout, signal: userSignal, hint, idleLimit }: StreamLimits,
): Promise<{ answer: Answer; result: () => AsyncGenerator<Uint8Array> }> {
  const cutter = new AbortController();
  const timer = new Timer((error) => cutter.abort(error));
  const unlink = userSignal && forwardAbort(userSignal, cutter);
  function end(): void {
    timer.clear();
    unlink?.();
  }
  function explained(error: unknown, acknowledged?: number): unknown {
    userSignal?.throwIfAborted();
    const { proxy, passedOver } = transport;
    return connectionError(error, { url, proxy, passedOver, hint, acknowledged });
  }

  async function* bytes(stream: AsyncIterable<Uint8Array>, code: number) {
    try {
      timer.start(idleLimit, "nothing came");
      for await (const some of stream) {
        timer.clear();
        yield some;
        timer.start(idleLimit, "nothing came");
      }
    } catch (error) {
      throw explained(error, code);
    } finally {
      end();
    }
  }

  try {
    timer.start(requestTimeout || longestAnswer, "no answer");
    const response = await transport.send(url, { ...request, signal: cutter.signal });
    const { status: code, headers } = response;
    if (code >= 200 && code <= 299) {
      timer.clear();
      const result = () => bytes(response.stream(), code);
      return { answer: { code, headers, body: "" }, result };
    }
    const answer = { code, headers, body: await bodyText(response.stream()) };
    end();
    return { answer, result: () => readAnswer(answer, url) as never };
  } catch (error) {
    end();
    throw explained(error);
  }
}

/** One time limit after the other. */
class Timer {
  readonly #expire: (error: DOMException) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(expire: (error: DOMException) => void) {
    this.#expire = expire;
  }

  start(limit: number | undefined, what: string): void {
    if (limit === undefined) return;
    this.#timer = setTimeout(() => this.#expire(timedOut(limit, what)), limit);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
