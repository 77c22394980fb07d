// A server that breaks off every TLS handshake with an alert.

export interface AlertServer extends Disposable {
  readonly port: number;
}

/** @param code of the alert (RFC 8446, 6) */
export function alertServer(code: number): AlertServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  serve(listener, Uint8Array.of(21, 3, 3, 0, 2, 2, code));
  return { port: listener.addr.port, [Symbol.dispose]: () => listener.close() };
}

/** @param alert one record: its kind, TLS 1.2, two bytes, fatal, the code */
async function serve(listener: Deno.TcpListener, alert: Uint8Array): Promise<void> {
  for await (const connection of listener) {
    try {
      // The hello is read first: closing a socket with unread bytes resets it, alert and all.
      await connection.read(new Uint8Array(16_384));
      await connection.write(alert);
      await connection.closeWrite();
      while (await connection.read(new Uint8Array(16_384)) !== null);
    } catch {
      // The other side was quicker.
    }
    connection.close();
  }
}
