/**
 * TLS whose certificate can change while the port stays. The runtime binds a certificate to a
 * listening socket for good, so the public port is a plain one, and TLS ends at a private socket on
 * loopback which is replaced: each accepted connection is led to it. The private socket takes only
 * connections that were led there.
 */

import type { Wire } from "./connection.ts";

export interface CertificatePair {
  /** PEM, the whole chain. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

const loopback = "127.0.0.1";
/** Milliseconds in which a connection must come out at the private socket. */
const passage = 2_000;
const pumpBytes = 8_192;
/** Milliseconds after which it goes on where a connection could not be accepted. */
const acceptPause = 100;

export class TlsFront {
  #inner: Deno.TlsListener;
  readonly #led = new Map<number, PromiseWithResolvers<Deno.TlsConn>>();

  /** @throws where the certificate and the key are no good */
  constructor(pair: CertificatePair) {
    this.#inner = this.#listen(pair);
  }

  /** From now on, new connections see this certificate. @throws where it is no good */
  replace(pair: CertificatePair): void {
    const before = this.#inner;
    this.#inner = this.#listen(pair);
    // Those on their way still arrive there.
    setTimeout(() => before.close(), passage);
  }

  close(): void {
    this.#inner.close();
  }

  /** The TLS side of a connection; the handshake comes with its first use. */
  async secure(outer: Deno.TcpConn): Promise<Wire> {
    const { port } = this.#inner.addr as Deno.NetAddr;
    let led: Deno.TcpConn | undefined;
    try {
      led = await Deno.connect({ hostname: loopback, port });
      led.setNoDelay(true);
      const { port: from } = led.localAddr as Deno.NetAddr;
      const arrived = this.#arrival(from);
      void pump(outer, led);
      return closingBoth(await arrived.promise, outer);
    } catch (error) {
      if (led) closeQuietly(led);
      closeQuietly(outer);
      throw error;
    }
  }

  #listen({ cert, key }: CertificatePair): Deno.TlsListener {
    const listener = Deno.listenTls({ hostname: loopback, port: 0, cert, key });
    void this.#accept(listener);
    return listener;
  }

  async #accept(listener: Deno.TlsListener): Promise<void> {
    while (true) {
      try {
        const connection = await listener.accept();
        const { port } = connection.remoteAddr as Deno.NetAddr;
        this.#arrival(port).resolve(connection);
      } catch (error) {
        if (error instanceof Deno.errors.BadResource) return; // it was closed
        // Out of descriptors, say: those who are there leave some time.
        await new Promise((resolve) => setTimeout(resolve, acceptPause));
      }
    }
  }

  /** Where the two ends of a connection meet; a stranger's waits in vain. */
  #arrival(port: number): PromiseWithResolvers<Deno.TlsConn> {
    const known = this.#led.get(port);
    if (known) {
      this.#led.delete(port);
      return known;
    }
    const fresh = Promise.withResolvers<Deno.TlsConn>();
    this.#led.set(port, fresh);
    setTimeout(() => {
      if (this.#led.get(port) !== fresh) return;
      this.#led.delete(port);
      fresh.promise.then(closeQuietly, () => {});
      fresh.reject(new Error("the connection did not come through"));
    }, passage);
    return fresh;
  }
}

function closingBoth(tls: Deno.TlsConn, outer: Deno.TcpConn): Wire {
  return {
    read: (buffer) => tls.read(buffer),
    write: (bytes) => tls.write(bytes),
    closeWrite: () => tls.closeWrite(),
    close() {
      closeQuietly(tls);
      // The pump has ended it, unless the peer reads nothing.
      setTimeout(() => closeQuietly(outer), passage);
    },
  };
}

/** Carries bytes both ways until both have ended, or one breaks. */
async function pump(outer: Deno.TcpConn, led: Deno.TcpConn): Promise<void> {
  await Promise.all([carry(outer, led), carry(led, outer)]).catch(() => {});
  closeQuietly(outer);
  closeQuietly(led);
}

async function carry(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(pumpBytes);
  for (let count = await from.read(buffer); count !== null; count = await from.read(buffer)) {
    for (let rest = buffer.subarray(0, count); rest.length > 0;) {
      rest = rest.subarray(await to.write(rest));
    }
  }
  await to.closeWrite();
}

function closeQuietly(connection: { close(): void }): void {
  try {
    connection.close();
  } catch {
    // It was closed before.
  }
}
