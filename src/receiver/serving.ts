/** The receiver's two ports, from opening them to closing them in good order. */

import { refusal, textAnswer } from "./answer.ts";
import type { ConnectionLimits, HttpServer } from "./http/connection.ts";
import { Listener } from "./http/listener.ts";
import { type CertificatePair, TlsFront } from "./http/tls_front.ts";
import type { Metrics } from "./metrics.ts";
import type { Receiver } from "./receiver.ts";
import { BodyBudget } from "./limits/body_budget.ts";
import { bodyMemory } from "./limits/memory.ts";
import { metricsRoute } from "./route.ts";

export interface ServingOptions {
  readonly address: string;
  readonly port: number;
  readonly metricsPort: number;
  readonly certificate?: CertificatePair;
  readonly limits: ConnectionLimits;
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  readonly keepsBodies: boolean;
  readonly receiver: Receiver;
  readonly metrics: Metrics;
  /** To be closed at the end. */
  readonly servers: readonly { close(): unknown }[];
  readonly say: (message: string) => void;
}

export class Serving {
  readonly #options: ServingOptions;
  readonly #tls?: TlsFront;
  readonly #webhook: Listener;
  readonly #metrics: Listener;
  /** `127.0.0.1:8080`, with the port that it really is. */
  readonly webhookAddress: string;
  readonly metricsAddress: string;

  /** @throws {Error} where a port can't be had or the certificate is no good */
  constructor(options: ServingOptions) {
    this.#options = options;
    const { address, port, metricsPort, certificate, receiver, limits, keepsBodies } = options;
    const webhook = listen(address, port);
    const metrics = listen(address, metricsPort);
    this.webhookAddress = shown(webhook.addr as Deno.NetAddr);
    this.metricsAddress = shown(metrics.addr as Deno.NetAddr);
    this.#tls = certificate && new TlsFront(certificate);
    const tls = this.#tls;
    this.#webhook = this.#listener(webhook, {
      limits,
      bodies: keepsBodies ? new BodyBudget(bodyMemory) : undefined,
      needsBody: (head) => receiver.needsBody(head),
      handle: (request) => receiver.handle(request),
      refused: (answer, remote) => receiver.refused(answer, remote),
    }, tls && ((connection) => tls.secure(connection)));
    this.#metrics = this.#listener(metrics, {
      limits,
      needsBody: () => true,
      handle: ({ method, path }) => this.#metricsAnswer(method, path),
      refused: () => {},
    });
    void this.#webhook.accept();
    void this.#metrics.accept();
  }

  /** How many connections the webhook's port has. */
  get connections(): number {
    return this.#webhook.size;
  }

  /** From now on, new connections see this certificate. @throws where it is no good */
  replaceCertificate(pair: CertificatePair): void {
    this.#tls?.replace(pair);
  }

  /**
   * Takes no new connections, answers what is under way, and closes.
   * @param limit milliseconds after which what still hangs is cut off
   */
  async drain(limit: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, limit);
    await Promise.race([this.#webhook.drain(), promise]);
    clearTimeout(timer);
    this.#webhook.close();
    this.#metrics.close();
    this.#tls?.close();
    for (const server of this.#options.servers) server.close();
  }

  #listener(
    socket: Deno.TcpListener,
    server: HttpServer,
    secure?: ConstructorParameters<typeof Listener>[1]["secure"],
  ): Listener {
    const { maxConnections, maxConnectionsPerAddress, metrics, say } = this.#options;
    return new Listener(socket, {
      server,
      maxConnections,
      maxConnectionsPerAddress,
      overLimit: () => metrics.turnedAway(),
      acceptFailed: (error) => say(`a connection could not be accepted: ${reason(error)}`),
      secure,
    });
  }

  async #metricsAnswer(method: string, path: string) {
    const { metrics, receiver } = this.#options;
    const route = metricsRoute(method, path);
    switch (route.kind) {
      case "refused":
        return route.answer;
      case "metrics": {
        const { text, type } = await metrics.text();
        return textAnswer(200, text, type);
      }
      case "readyz":
        return await receiver.ready();
      case "healthz":
        return textAnswer(200, "ok\n");
      default:
        return refusal(404, "NotFound", "Nothing is here.");
    }
  }
}

/** @throws {Error} in Go's words, which users know from kubectl proxy */
function listen(hostname: string, port: number): Deno.TcpListener {
  if (hostname === "*") return listenToAll(port);
  try {
    return Deno.listen({ hostname, port });
  } catch (error) {
    const address = shown({ transport: "tcp", hostname, port });
    const taken = error instanceof Deno.errors.AddrInUse
      ? "bind: address already in use"
      : reason(error);
    throw new Error(`listen tcp ${address}: ${taken}`, { cause: error });
  }
}

/** To IPv6 and IPv4 at once; to IPv4 alone where there is no IPv6. */
function listenToAll(port: number): Deno.TcpListener {
  try {
    return Deno.listen({ hostname: "::", port });
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return listen("::", port);
    return listen("0.0.0.0", port);
  }
}

function shown({ hostname, port }: Deno.NetAddr): string {
  return hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
