/** One connection: request after request, each held to limits of size and time. */

import { type Answer, refusal } from "../answer.ts";
import { type BodyBudget, BodyKeeper } from "../limits/body_budget.ts";
import { ByteReader, Gone, TimeUp, within } from "./byte_reader.ts";
import { joined } from "./joined.ts";
import { checkLength, readBody } from "./request_body.ts";
import { HttpFault, parseHead, type RequestHead } from "./request_head.ts";
import { continueLine, responseHead } from "./response.ts";

/** Sizes in bytes, times in ms. */
export interface ConnectionLimits {
  readonly headBytes: number;
  readonly headTime: number;
  readonly bodyBytes: number;
  readonly bodyTime: number;
  /** Between two requests. */
  readonly idleTime: number;
  /** Of a connection in all, but for the request that is under way then. */
  readonly connectionTime: number;
}

export interface HttpRequest extends Pick<RequestHead, "method" | "path" | "headers"> {
  readonly remoteAddress: string;
  /** The bytes as they came; undefined unless the server keeps bodies and has room for this one. */
  readonly body?: Uint8Array;
}

export interface HttpServer {
  readonly limits: ConnectionLimits;
  /** Memory for the bodies, of all connections together; without it they are read and thrown away. */
  readonly bodies?: BodyBudget;
  /** Whether the answer may depend on the body; if not, nobody waits for it. */
  needsBody(
    head: Pick<RequestHead, "method" | "path" | "headers">,
  ): boolean | Promise<boolean>;
  /** Must not throw. */
  handle(request: HttpRequest): Promise<Answer>;
  /** A request that did not come to be handled. */
  refused(answer: Answer, remoteAddress: string): void;
}

/** What is read from and written to: TCP, or TLS over it. */
export type Wire = Pick<Deno.Conn, "read" | "write" | "closeWrite" | "close">;

/** Milliseconds for a peer to take an answer, and to see a refusal before the connection closes. */
const writeTime = 10_000;
const lingerTime = 1_000;
/** Bytes that are read meanwhile, at most: a peer may send faster than it listens. */
const mostLingered = 16 * 1_048_576;
/** Bytes of a body that are sent together with its head. */
const largestCopy = 16_384;

export class Connection {
  readonly #wire: Wire;
  readonly #remoteAddress: string;
  readonly #server: HttpServer;
  readonly #reader: ByteReader;
  readonly #endsAt: number;
  #idleSince: number | undefined = performance.now();
  #isLast = false;

  constructor(wire: Wire, remoteAddress: string, server: HttpServer) {
    this.#wire = wire;
    this.#remoteAddress = remoteAddress;
    this.#server = server;
    this.#reader = new ByteReader(wire, server.limits.headBytes);
    this.#endsAt = performance.now() + server.limits.connectionTime;
  }

  /** Since when it waits for a request to begin, on performance.now()'s clock; undefined if it does not. */
  get idleSince(): number | undefined {
    return this.#idleSince;
  }

  /** Serves until either side ends it. Never rejects. */
  async serve(): Promise<void> {
    try {
      const { headTime, idleTime } = this.#server.limits;
      const first = performance.now() + headTime;
      let goesOn = await this.#serveRequest(first, first);
      while (goesOn) {
        goesOn = await this.#serveRequest(performance.now() + idleTime);
      }
    } catch {
      // The peer went away, or spoke no TLS: nobody is left to tell.
    }
    this.close();
  }

  /** Takes no other request; what is being answered is answered. */
  finish(): void {
    this.#isLast = true;
    if (this.#idleSince !== undefined) this.close();
  }

  close(): void {
    try {
      this.#wire.close();
    } catch {
      // It was closed before.
    }
  }

  /**
   * @param begin when its first byte must be here
   * @param headEnd when its head must be; some time after the first byte unless told
   * @returns whether another may follow
   */
  async #serveRequest(begin: number, headEnd?: number): Promise<boolean> {
    let isHead = false;
    try {
      const head = await this.#readHead(begin, headEnd);
      if (!head) return false;
      isHead = head.method === "HEAD";
      const isUnread = !this.#hasWholeBody(head) && !await this.#server.needsBody(head);
      const answer = isUnread ? await this.#handle(head, undefined) : await this.#heard(head);
      const keepAlive = !isUnread && head.keepAlive && !this.#isLast && this.#mayBeIdleAgain();
      await this.#write(answer, keepAlive, isHead);
      if (isUnread) await this.#linger();
      this.#idleSince = performance.now();
      return keepAlive && !this.#isLast;
    } catch (error) {
      const answer = faultAnswer(error);
      if (!answer) throw error;
      this.#server.refused(answer, this.#remoteAddress);
      await this.#write(answer, false, isHead);
      await this.#linger();
      return false;
    }
  }

  /** Whether nobody has to wait for it. */
  #hasWholeBody({ framing }: RequestHead): boolean {
    return framing.kind === "length" && framing.bytes <= this.#reader.waiting;
  }

  /** The answer to a request whose body has come. */
  async #heard(head: RequestHead): Promise<Answer> {
    const { bodies } = this.#server;
    const keeper = bodies && new BodyKeeper(bodies);
    try {
      await this.#readBody(head, (part) => keeper?.keep(part));
      return await this.#handle(head, keeper?.whole());
    } finally {
      keeper?.release();
    }
  }

  #handle({ method, path, headers }: RequestHead, body?: Uint8Array): Promise<Answer> {
    const remoteAddress = this.#remoteAddress;
    return this.#server.handle({ method, path, headers, body, remoteAddress });
  }

  /** So a connection ends after an answer that says so, not under somebody's next request. */
  #mayBeIdleAgain(): boolean {
    return performance.now() + this.#server.limits.idleTime < this.#endsAt;
  }

  /** @returns undefined where none begins in time */
  async #readHead(begin: number, headEnd?: number): Promise<RequestHead | undefined> {
    if (this.#reader.isEmpty && !await this.#begins(begin)) return undefined;
    this.#idleSince = undefined;
    const until = headEnd ?? performance.now() + this.#server.limits.headTime;
    return parseHead(await this.#reader.head(until));
  }

  async #begins(until: number): Promise<boolean> {
    try {
      return await this.#reader.fill(until);
    } catch (error) {
      if (error instanceof TimeUp) return false;
      throw error;
    }
  }

  async #readBody(
    { framing, expectsContinue }: RequestHead,
    keep: (part: Uint8Array) => void,
  ): Promise<void> {
    const { bodyBytes, bodyTime } = this.#server.limits;
    checkLength(framing, bodyBytes);
    const until = performance.now() + bodyTime;
    if (expectsContinue && this.#reader.isEmpty) await this.#send(continueLine);
    await readBody(this.#reader, framing, bodyBytes, until, keep);
  }

  async #write(answer: Answer, keepAlive: boolean, withoutBody: boolean): Promise<void> {
    const head = responseHead(answer, keepAlive, new Date());
    const body = withoutBody ? new Uint8Array() : answer.body;
    // A large body may be shared by hundreds of answers: it is not copied.
    const parts = body.length > largestCopy ? [head, body] : [joined([head, body])];
    for (const part of parts) await this.#send(part);
  }

  /** @throws {Gone} where the peer does not take it */
  async #send(bytes: Uint8Array): Promise<void> {
    const until = performance.now() + writeTime;
    try {
      for (let rest = bytes; rest.length > 0;) {
        rest = rest.subarray(await within(until, this.#wire.write(rest)));
      }
    } catch (error) {
      throw error instanceof TimeUp ? new Gone() : error;
    }
  }

  /** Closing with unread bytes would take back what was just written: reads on for a moment. */
  async #linger(): Promise<void> {
    await this.#wire.closeWrite();
    const until = performance.now() + lingerTime;
    const sink = new Uint8Array(4_096);
    for (let left = mostLingered; left > 0;) {
      const count = await within(until, this.#wire.read(sink));
      if (count === null) return;
      left -= count;
    }
  }
}

function faultAnswer(error: unknown): Answer | undefined {
  if (error instanceof HttpFault) return refusal(error.code, error.reason, error.message);
  if (error instanceof TimeUp) {
    return refusal(408, "RequestTimeout", "The request did not come whole in time.");
  }
  return undefined;
}
