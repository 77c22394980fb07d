/** Talks to Harbor's API 2.0. Source: goharbor/harbor, api/v2.0/swagger.yaml and src/server/v2.0. */

import type { Host } from "../host.ts";
import type { Answer } from "../kube/api/answer.ts";
import { ConnectionError } from "../kube/api/errors.ts";
import { exchange } from "../kube/api/exchange.ts";
import type { Exchange } from "../kube/api/session.ts";
import { checkReadable } from "../kube/transport/authorities.ts";
import { openTransport } from "../kube/transport/open_transport.ts";
import type { HeaderList, Transport } from "../kube/transport/transport.ts";
import { authorizationOf, type HarborCredentials } from "./credentials.ts";
import { HarborError } from "./harbor_error.ts";
import { refusal, silence, type Tried } from "./refusal.ts";
import type { SystemInfo } from "./shapes.ts";

export interface HarborOptions {
  /** Scheme and host, without a slash at its end. */
  readonly address: string;
  readonly credentials?: HarborCredentials;
  /** The certificates to trust, PEM; without them, the system's. */
  readonly ca?: { readonly pem: string; readonly origin: string };
  readonly userAgent: string;
  /** Milliseconds for each request; undefined for half a minute. */
  readonly requestTimeout?: number;
  readonly signal: AbortSignal;
  /** A finished request, for `-v`. */
  trace?(exchange: Exchange): void;
}

export interface HarborRequest extends Tried {
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
}

/** Milliseconds. */
const longestAnswer = 30_000;

export class HarborClient {
  readonly #transport: Transport;
  readonly #options: HarborOptions;
  readonly #now: () => number;

  private constructor(transport: Transport, options: HarborOptions, now: () => number) {
    this.#transport = transport;
    this.#options = options;
    this.#now = now;
  }

  /** @throws {ConfigError} where the CA or the environment's proxy is no good */
  static async open(
    host: Pick<Host, "env" | "files" | "platform" | "now">,
    options: HarborOptions,
  ): Promise<HarborClient> {
    const { address, ca } = options;
    if (ca) checkReadable(ca);
    const transport = await openTransport(host, {
      server: address,
      ca: ca?.pem,
      caOrigin: ca?.origin,
      insecure: false,
    });
    return new HarborClient(transport, options, () => host.now());
  }

  get address(): string {
    return this.#options.address;
  }

  close(): void {
    this.#transport.close();
  }

  /** @throws {HarborError} */
  async json<T>(request: HarborRequest): Promise<T> {
    const answer = await this.send(request);
    const found = parsed(answer, this.address);
    if (!isObject(found)) throw garbled(answer, this.address);
    return found as T;
  }

  /**
   * One page of a list.
   * @returns `total`: how many there are on all pages; undefined where a proxy took that out
   * @throws {HarborError}
   */
  async page<T>(request: HarborRequest): Promise<{ items: readonly T[]; total?: number }> {
    const answer = await this.send(request);
    const items = parsed(answer, this.address);
    if (!Array.isArray(items) || !items.every(isObject)) throw garbled(answer, this.address);
    const total = answer.headers.get("x-total-count");
    return { items, total: total === null ? undefined : Number(total) };
  }

  /** @throws {HarborError} unless it was answered as Harbor answers what it has made */
  async create(request: HarborRequest): Promise<void> {
    const answer = await this.send(request);
    if (answer.code !== 201) throw garbled(answer, this.address);
  }

  /** @throws {HarborError} unless it was answered by a 2xx */
  async send(request: HarborRequest): Promise<Answer> {
    const answer = await this.#exchange(request, this.#options.credentials);
    if (answer.code >= 200 && answer.code <= 299) return answer;
    const authMode = answer.code === 401 ? (await this.#anonymousInfo())?.auth_mode : undefined;
    throw refusal(answer, request, {
      address: this.address,
      credentials: this.#options.credentials,
      authMode,
    });
  }

  /** What Harbor tells everybody; undefined where that is not to be had. */
  async #anonymousInfo(): Promise<SystemInfo | undefined> {
    try {
      const answer = await this.#exchange({ method: "GET", path: "/systeminfo" }, undefined);
      return parsed(answer, this.address) as SystemInfo;
    } catch {
      this.#options.signal.throwIfAborted();
      return undefined;
    }
  }

  async #exchange(
    { method, path, query = {}, body }: HarborRequest,
    credentials: HarborCredentials | undefined,
  ): Promise<Answer> {
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]) => [name, String(value)]),
    );
    const url = `${this.address}/api/v2.0${path}${search.size > 0 ? `?${search}` : ""}`;
    const requestHeaders: HeaderList = [
      ["accept", "application/json, text/plain"],
      ["user-agent", this.#options.userAgent],
      // Or a project that is called 7 would be the one with that number.
      ["x-is-resource-name", "true"],
      ...body === undefined ? [] : [["content-type", "application/json"]] as const,
      ...credentials ? [["authorization", authorizationOf(credentials)]] as const : [],
    ];
    const sent = {
      method,
      headers: requestHeaders,
      body: body === undefined ? undefined : JSON.stringify(body),
    };
    const began = this.#now();
    const seen = { method, url, requestHeaders, requestBody: sent.body };
    const { signal, requestTimeout } = this.#options;
    const limits = { requestTimeout: requestTimeout || longestAnswer, signal };
    try {
      const answer = await exchange(this.#transport, url, sent, limits);
      this.#options.trace?.({ ...seen, milliseconds: this.#now() - began, answer: shown(answer) });
      return answer;
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      this.#options.trace?.({ ...seen, milliseconds: this.#now() - began });
      throw silence(error, this.address);
    }
  }
}

/** A task's log, or a page of somebody else, may hold anything: of what is no JSON, the length is shown. */
function shown(answer: Answer): Answer {
  const { body } = answer;
  if (body === "" || /^\s*[{[]/.test(body)) return answer;
  return { ...answer, body: `[${body.length} characters that are not JSON]` };
}

function parsed(answer: Answer, address: string): unknown {
  try {
    return JSON.parse(answer.body);
  } catch {
    throw garbled(answer, address);
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function garbled({ code }: Answer, address: string): HarborError {
  return new HarborError(
    `${address} answered ${code} with something that is not Harbor's\nIs this the address of Harbor? A login page or proxy may stand in front of it.`,
    code,
  );
}
