import type { Host } from "../../host.ts";
import type { Connection } from "../kubeconfig/connection.ts";
import type { Credentials } from "../credentials/credentials.ts";
import type { Transport } from "../transport/transport.ts";
import { openTransport } from "../transport/open_transport.ts";
import { transportOptions } from "../transport/transport_options.ts";

/** Milliseconds for which no connection is used twice, after one broke. */
const timeOfDistrust = 10_000;

/** The ways to the API server: one that keeps its connections, and one for when they can't be trusted. */
export class Connections {
  readonly #host: Host;
  readonly #connection: Connection;
  readonly #credentials: Pick<Credentials, "certificate">;
  /** By whether connections are kept. */
  readonly #open = new Map<boolean, Promise<Transport>>();
  /** What they were opened with. */
  #certificate: Credentials["certificate"];
  #brokeAt = -Infinity;

  constructor(
    host: Host,
    connection: Connection,
    credentials: Pick<Credentials, "certificate">,
  ) {
    this.#host = host;
    this.#connection = connection;
    this.#credentials = credentials;
    this.#certificate = credentials.certificate;
  }

  /** @throws {ConfigError} where certificates or the proxy are no good */
  current(): Promise<Transport> {
    // A certificate belongs to a connection: another one needs new connections.
    if (this.#certificate !== this.#credentials.certificate) this.close();
    this.#certificate = this.#credentials.certificate;
    const keepAlive = this.#host.now() - this.#brokeAt >= timeOfDistrust;
    const transport = this.#open.get(keepAlive) ?? this.#opened(keepAlive);
    this.#open.set(keepAlive, transport);
    return transport;
  }

  /**
   * To be told of a connection that broke: a server, or something in front of it, may close each one
   * after its answer without a word, and would swallow every request on a kept one.
   */
  broke(): void {
    this.#brokeAt = this.#host.now();
  }

  /** Requests under way go on. */
  close(): void {
    for (const transport of this.#open.values()) {
      transport.then((transport) => transport.close(), () => {});
    }
    this.#open.clear();
  }

  #opened(keepAlive: boolean): Promise<Transport> {
    const options = transportOptions(this.#connection, this.#certificate);
    return openTransport(this.#host, { ...options, keepAlive });
  }
}
