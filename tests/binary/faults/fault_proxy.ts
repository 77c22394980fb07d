// Stands between the program and the real API server, and breaks what it is told to break.

import { issue } from "../../../testcluster/certificates.ts";
import type { TestCluster } from "../../cluster/support/test_cluster.ts";
import {
  answerBytes,
  type HttpAnswer,
  type HttpRequest,
  RequestReader,
  writeAll,
} from "./http_message.ts";

/** What a request asks for; `other` is not about AppRepositories. */
export type Kind = "GET" | "LIST" | "PUT" | "other";

/** A request on its way, in the hands of a fault. */
export interface Exchange {
  readonly kind: Kind;
  /** 1 for the first of this kind. */
  readonly number: number;
  readonly namespace: string;
  /** Of the AppRepository; empty for a list. */
  readonly name: string;
  readonly request: HttpRequest;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Has the real API server answer, with the caller's credentials. */
  forward(target?: string): Promise<HttpAnswer>;
  write(bytes: Uint8Array): Promise<void>;
  /** Closes the connection. */
  cut(): void;
}

/** Does to a request whatever it likes; the proxy then reads the next one. */
export type Fault = (exchange: Exchange) => Promise<void> | void;

/** Chooses what happens to a request; undefined lets it pass. */
export type Plan = (exchange: Exchange) => Fault | undefined;

export class FaultProxy implements AsyncDisposable {
  /** For `--server`. */
  readonly url: string;
  /** What came, in order, without what is `other`. */
  readonly seen: Exchange[] = [];
  readonly #listener: Deno.TlsListener;
  readonly #cluster: TestCluster;
  readonly #plan: Plan;
  readonly #upstream: Deno.HttpClient;
  readonly #connections = new Set<Deno.Conn>();
  readonly #served: Promise<unknown>[] = [];

  /** Listens on loopback, with a certificate of the cluster's authority. */
  constructor(cluster: TestCluster, plan: Plan = () => undefined) {
    this.#cluster = cluster;
    this.#plan = plan;
    const { certificate, key } = issue(cluster.authority, {
      usage: "server",
      commonName: "fault-proxy",
      hosts: ["127.0.0.1"],
    });
    this.#listener = Deno.listenTls({
      hostname: "127.0.0.1",
      port: 0,
      cert: certificate,
      key,
      alpnProtocols: ["http/1.1"],
    });
    this.url = `https://127.0.0.1:${(this.#listener.addr as Deno.NetAddr).port}`;
    this.#upstream = Deno.createHttpClient({ caCerts: [cluster.authority.certificate] });
    this.#served.push(this.#accept());
  }

  /** How many requests of a kind came. */
  count(kind: Kind): number {
    return this.seen.filter((exchange) => exchange.kind === kind).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#connections) close(connection);
    await Promise.all(this.#served);
    this.#upstream.close();
  }

  async #accept(): Promise<void> {
    while (true) {
      try {
        const connection = await this.#listener.accept();
        this.#connections.add(connection);
        this.#served.push(
          this.#serve(connection).catch(ignoreClosed).finally(() => {
            this.#connections.delete(connection);
            close(connection);
          }),
        );
      } catch (error) {
        // A client that gave up during the handshake is no end; a closed listener is.
        if (error instanceof Deno.errors.BadResource) return;
        if (error instanceof Deno.errors.Interrupted) return;
      }
    }
  }

  async #serve(connection: Deno.Conn): Promise<void> {
    const requests = new RequestReader(connection);
    for (let next = await requests.next(); next; next = await requests.next()) {
      const exchange = this.#exchange(next, connection);
      const fault = this.#plan(exchange);
      if (fault) await fault(exchange);
      else await exchange.write(answerBytes(await exchange.forward()));
    }
  }

  #exchange(request: HttpRequest, connection: Deno.Conn): Exchange {
    const { kind, ...key } = classify(request);
    const exchange = {
      kind,
      ...key,
      number: this.count(kind) + 1,
      request,
      at: Date.now(),
      forward: (target = request.target) => this.#forward(request, target),
      write: (bytes: Uint8Array) => writeAll(connection, bytes),
      cut: () => close(connection),
    };
    if (kind !== "other") this.seen.push(exchange);
    return exchange;
  }

  async #forward({ method, headers, body }: HttpRequest, target: string): Promise<HttpAnswer> {
    const handedOn = [...headers].filter(([name]) => !hopByHop.has(name));
    const response = await fetch(this.#cluster.server + target, {
      client: this.#upstream,
      method,
      headers: handedOn,
      ...(body.length > 0 ? { body } : {}),
    });
    const type = response.headers.get("content-type") ?? "application/json";
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, headers: { "Content-Type": type }, body: bytes };
  }
}

const hopByHop = new Set(["host", "connection", "content-length", "accept-encoding"]);

function classify({ method, target }: HttpRequest): Pick<Exchange, "kind" | "namespace" | "name"> {
  const found = /\/namespaces\/([^/]+)\/apprepositories(?:\/([^/?]+))?(?:\?|$)/.exec(target);
  const [, namespace = "", name = ""] = found ?? [];
  const kinds: Readonly<Record<string, Kind>> = { GET: name === "" ? "LIST" : "GET", PUT: "PUT" };
  return { kind: (found && kinds[method]) ?? "other", namespace, name };
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error; // closed already
  }
}

/** The client may leave, or a fault may have closed the connection that is read here. */
function ignoreClosed(error: unknown): void {
  const { BadResource, BrokenPipe, ConnectionReset, Interrupted, UnexpectedEof } = Deno.errors;
  const expected = [BadResource, BrokenPipe, ConnectionReset, Interrupted, UnexpectedEof];
  if (!expected.some((kind) => error instanceof kind)) throw error;
}
