/**
 * Calls a webhook's URL just as the curl of `webhook-url --for curl` does, byte for byte but for the
 * User-Agent, and follows no redirect either: what comes first is what counts.
 */

import type { Host } from "../../../host.ts";
import { forwardAbort } from "../../../kube/api/forward_abort.ts";
import { connectionError } from "../../../kube/transport/connection_error.ts";
import type { Transport } from "../../../kube/transport/transport.ts";
import { openTransport } from "../../../kube/transport/open_transport.ts";
import { curlHeaders } from "../settings/curl.ts";
import { tokenPlaceholder } from "../settings/settings.ts";
import type { NoReply, Reply } from "./reply.ts";

/** Milliseconds; Harbor waits 3,000. */
const longestAnswer = 10_000;
const longestBody = 1_000_000;

export interface SenderOptions {
  readonly url: string;
  /** What this program calls itself. */
  readonly userAgent: string;
  /** Whether any certificate will do. */
  readonly insecure?: boolean;
}

export class Sender {
  readonly #transport: Transport;
  readonly #userAgent: string;
  readonly #now: () => number;
  readonly #signal: AbortSignal;

  private constructor(
    transport: Transport,
    userAgent: string,
    now: () => number,
    signal: AbortSignal,
  ) {
    this.#transport = transport;
    this.#userAgent = userAgent;
    this.#now = now;
    this.#signal = signal;
  }

  /** Trusts the certificates that the system trusts, and goes through the environment's proxy. */
  static async open(
    host: Pick<Host, "env" | "files" | "platform" | "now">,
    { url, userAgent, insecure = false }: SenderOptions,
    signal: AbortSignal,
  ): Promise<Sender> {
    const transport = await openTransport(host, {
      server: new URL(url).origin,
      insecure,
      verbatim: true,
    });
    return new Sender(transport, userAgent, () => host.now(), signal);
  }

  post(url: string, token?: string): Promise<Reply | NoReply> {
    return this.#send("POST", url, token);
  }

  get(url: string): Promise<Reply | NoReply> {
    return this.#send("GET", url);
  }

  close(): void {
    this.#transport.close();
  }

  async #send(method: string, url: string, token?: string): Promise<Reply | NoReply> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(late()), longestAnswer);
    const unlink = forwardAbort(this.#signal, deadline);
    const { signal } = deadline;
    const { host } = new URL(url);
    const userAgent = this.#userAgent;
    const headers = method === "POST"
      ? curlHeaders({ host, userAgent, authorization: token && `Bearer ${token}` })
      : [["Host", host], ["User-Agent", userAgent], ["Accept", "application/json"]] as const;
    const began = this.#now();
    try {
      const response = await this.#transport.send(url, { method, headers, signal });
      const milliseconds = this.#now() - began;
      const body = await shortBody(response);
      this.#signal.throwIfAborted();
      return hide(token, { code: response.status, headers: response.headers, body, milliseconds });
    } catch (error) {
      this.#signal.throwIfAborted();
      const { proxy, passedOver } = this.#transport;
      const { message, details } = connectionError(error, { url, proxy, passedOver });
      const [line = ""] = message.split("\n");
      const reason = details.kind === "timeout"
        ? `no answer within ${longestAnswer / 1_000} s`
        : line.replace("Unable to connect to the server: ", "");
      return { kind: details.kind, reason };
    } finally {
      clearTimeout(timer);
      unlink();
    }
  }
}

function late(): DOMException {
  return new DOMException("Signal timed out.", "TimeoutError");
}

/** An answer whose body does not come is an answer all the same. */
async function shortBody(response: Pick<Response, "headers" | "text">): Promise<string> {
  if (Number(response.headers.get("content-length")) > longestBody) return "";
  try {
    return (await response.text()).slice(0, longestBody);
  } catch {
    return "";
  }
}

/** An answer may repeat what was sent, and what is said about it must not. */
function hide(token: string | undefined, reply: Reply): Reply {
  if (token === undefined) return reply;
  const headers = new Headers();
  for (const [name, value] of reply.headers) {
    headers.append(name, value.replaceAll(token, tokenPlaceholder));
  }
  return { ...reply, headers, body: reply.body.replaceAll(token, tokenPlaceholder) };
}

export function isReply(answer: Reply | NoReply): answer is Reply {
  return "code" in answer;
}
