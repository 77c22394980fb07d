/** One cluster's API server, spoken to with nothing but what the callers bring. */

import { type Answer, readAnswer } from "../kube/api/answer.ts";
import { exchange } from "../kube/api/exchange.ts";
import { isOutage } from "../kube/api/retry.ts";
import type { HeaderList, Transport } from "../kube/transport/transport.ts";
import { checkAnonymous, whoAmIBody, whoAmIPath } from "./anonymous_check.ts";

export interface ApiRequest {
  readonly method: string;
  /** Below the server's address. */
  readonly path: string;
  readonly token: string | undefined;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

export interface ApiServerOptions {
  /** As callers name the cluster. */
  readonly name: string;
  /** Without a slash at its end. */
  readonly address: string;
  /** Without any credentials. */
  readonly transport: Transport;
  readonly userAgent: string;
  /** A clock in ms. */
  readonly now: () => number;
  /** Told of each finished request; no code where no answer came. */
  readonly observe: (method: string, code: number | undefined, ms: number) => void;
}

/**
 * Milliseconds for which an answer to "who am I?" counts: the runtime may have opened another
 * connection since, without a word. TLS shows that the same cluster is at its end; without TLS,
 * anything may have taken the port, so that each refresh asks anew.
 */
const trustWithTls = 10_000;
const trustWithout = 0;
/** Milliseconds that this question may take: others wait for it too. */
const checkTime = 2_000;

export class ApiServer {
  readonly name: string;
  readonly #options: ApiServerOptions;
  readonly #trust: number;
  #checkedAt: number | undefined;
  #checking: Promise<void> | undefined;
  #lastAnswer: number | undefined;
  #lastOutage: number | undefined;

  constructor(options: ApiServerOptions) {
    this.name = options.name;
    this.#options = options;
    this.#trust = options.address.startsWith("https:") ? trustWithTls : trustWithout;
  }

  /** Milliseconds since it last answered anybody; undefined where it never did. */
  get sinceAnswer(): number | undefined {
    return this.#lastAnswer && this.#options.now() - this.#lastAnswer;
  }

  /** Milliseconds since any caller's request last met a server that was not there; undefined if none did. */
  get sinceOutage(): number | undefined {
    return this.#lastOutage && this.#options.now() - this.#lastOutage;
  }

  /**
   * One request with the caller's token, over a connection that was found to have no credentials.
   * @throws {ApiError} {ConnectionError} {NotAnonymousError} and the signal's reason
   */
  async request<T>(request: ApiRequest): Promise<T> {
    await this.ensureAnonymous(request.signal);
    return await this.#send(request) as T;
  }

  /**
   * Checks who the connection is, unless that was done a moment ago and nothing has broken since.
   * @param trusted milliseconds for which a check counts
   * @throws {ApiError} {ConnectionError} {NotAnonymousError} and the signal's reason
   */
  async ensureAnonymous(signal: AbortSignal, trusted = this.#trust): Promise<void> {
    const { now } = this.#options;
    if (this.#checkedAt !== undefined && now() - this.#checkedAt < trusted) return;
    this.#checking ??= this.#check().finally(() => this.#checking = undefined);
    await unlessAborted(this.#checking, signal);
  }

  /** Shared by all that wait for it: bounded by a time of its own. */
  async #check(): Promise<void> {
    const began = this.#options.now();
    this.#checkedAt = undefined;
    await checkAnonymous((token) =>
      this.#send({ method: "POST", path: whoAmIPath, token, body: whoAmIBody })
    );
    this.#checkedAt = began;
  }

  close(): void {
    this.#options.transport.close();
  }

  async #send(
    { method, path, token, body, signal }: Omit<ApiRequest, "signal"> & { signal?: AbortSignal },
  ): Promise<unknown> {
    const { address, transport, now, observe } = this.#options;
    const url = address + path;
    const headers = this.#headers(token, body !== undefined);
    const limits = { signal, requestTimeout: signal ? undefined : checkTime };
    const began = now();
    let answer: Answer | undefined;
    try {
      answer = await exchange(transport, url, { method, headers, body: text(body) }, limits);
      this.#lastAnswer = now();
    } catch (error) {
      if (isOutage(error)) this.#lastOutage = now();
      throw error;
    } finally {
      // Whatever broke may be another server when it is back.
      if (!answer) this.#checkedAt = undefined;
      observe(method, answer?.code, now() - began);
    }
    return readAnswer(answer, url);
  }

  #headers(token: string | undefined, hasBody: boolean): HeaderList {
    return [
      ["accept", "application/json"],
      ["user-agent", this.#options.userAgent],
      ...(hasBody ? [["content-type", "application/json"] as const] : []),
      ...(token === undefined ? [] : [["authorization", `Bearer ${token}`] as const]),
    ];
  }
}

function text(body: unknown): string | undefined {
  return body === undefined ? undefined : JSON.stringify(body);
}

function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
