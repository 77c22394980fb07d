import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { bodyText } from "../body_text.ts";
import type { HeaderList, TransportRequest, TransportResponse } from "../transport.ts";
import { AnswerBytes } from "./answer_bytes.ts";
import { framingOf, readBody, unpacked } from "./answer_body.ts";
import { type AnswerHead, readHead } from "./answer_head.ts";

/** One connection to a server, with one request at a time. */
export class HttpConnection {
  readonly #socket: Socket;
  readonly #bytes: AnswerBytes;
  readonly #isVerbatim: boolean;

  /** @param isVerbatim whether only those headers are sent that a request lists */
  constructor(socket: Socket, isVerbatim = false) {
    this.#socket = socket;
    this.#isVerbatim = isVerbatim;
    this.#bytes = new AnswerBytes(socket);
  }

  /** Whether another request can still be sent. */
  get isUsable(): boolean {
    return !this.#bytes.isSpent && !this.#socket.destroyed;
  }

  close(): void {
    this.#socket.destroy();
  }

  /**
   * @param free is called once the answer is whole, with whether another request may follow
   * @throws what the socket says, or the reason of the request's signal
   */
  async send(
    url: URL,
    request: TransportRequest,
    free: (again: boolean) => void,
  ): Promise<TransportResponse> {
    const { signal } = request;
    const cut = () => this.close();
    signal.addEventListener("abort", cut);
    const end = (again: boolean) => {
      signal.removeEventListener("abort", cut);
      free(again);
    };
    try {
      signal.throwIfAborted();
      this.#socket.write(requestBytes(url, request, this.#isVerbatim));
      const head = await readHead(this.#bytes);
      return {
        status: head.status,
        headers: head.headers,
        stream: () => this.#body(head, signal, end),
        text: () => bodyText(this.#body(head, signal, end)),
      };
    } catch (error) {
      end(false);
      throw signal.aborted ? signal.reason : error;
    }
  }

  async *#body(
    head: AnswerHead,
    signal: AbortSignal,
    end: (again: boolean) => void,
  ): AsyncGenerator<Uint8Array> {
    let again = false;
    try {
      const framing = framingOf(head);
      const body = readBody(this.#bytes, framing);
      yield* unpacked(body, head.headers.get("content-encoding"));
      again = framing.kind !== "until-close" && isKept(head);
      // A moment to see that the server closed the connection with its answer.
      if (again) await new Promise((resolve) => setTimeout(resolve, 0));
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      end(again);
    }
  }
}

function requestBytes(url: URL, request: TransportRequest, isVerbatim: boolean): Buffer {
  const bytes = Buffer.from(request.body ?? "", "utf8");
  const headers = isVerbatim ? request.headers : withUsualHeaders(url, request, bytes.length);
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const head = `${request.method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines}\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), bytes]);
}

function withUsualHeaders(
  { host }: URL,
  { headers, body }: TransportRequest,
  length: number,
): HeaderList {
  const framing = body === undefined ? [] : [["content-length", String(length)] as const];
  return [["host", host], ...headers, ["accept-encoding", "gzip"], ...framing];
}

function isKept({ isCurrent, headers }: AnswerHead): boolean {
  const options = (headers.get("connection") ?? "").toLowerCase().split(",")
    .map((text) => text.trim());
  return isCurrent ? !options.includes("close") : options.includes("keep-alive");
}
