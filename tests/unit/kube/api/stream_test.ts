import assert from "node:assert/strict";
import { ConnectionError } from "../../../../src/kube/api/errors.ts";
import { openStream, type StreamLimits } from "../../../../src/kube/api/stream.ts";
import { textLines } from "../../../../src/kube/api/text_lines.ts";
import { openTransport } from "../../../../src/kube/transport/open_transport.ts";
import { realHost } from "../../../../src/real_host.ts";
import { issue, newAuthority } from "../../../../testcluster/certificates.ts";

const authority = newAuthority("authority");
const hosts = ["127.0.0.1", "localhost"];
const pair = issue(authority, { usage: "server", commonName: "server", hosts });
const ca = authority.certificate;

type Connection = Deno.TlsConn & AsyncDisposable;

/** Answers one request with what the test writes. */
function serve(answer: (say: (text: string) => Promise<void>) => Promise<void>) {
  const listener = Deno.listenTls({
    hostname: "127.0.0.1",
    port: 0,
    cert: pair.certificate,
    key: pair.key,
  });
  const served = (async () => {
    using connection = await listener.accept() as Connection;
    await connection.read(new Uint8Array(65_536));
    const encoder = new TextEncoder();
    await answer(async (text) => {
      await connection.write(encoder.encode(text));
    });
    // Until the other side is gone.
    while (await connection.read(new Uint8Array(10)).catch(() => null) !== null) { /* nothing */ }
  })();
  return { port: listener.addr.port, served, [Symbol.dispose]: () => listener.close() };
}

const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

function chunk(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`;
}

type Way = { readonly ca: string; readonly serverName?: string };

/** Either way of speaking. */
const ways: readonly (readonly [name: string, way: Way])[] = [
  ["fetch", { ca }],
  ["socket", { ca, serverName: "localhost" }],
];

async function withLines(
  port: number,
  options: Way,
  limits: StreamLimits,
  use: (lines: AsyncGenerator<string>) => Promise<void>,
): Promise<void> {
  const server = `https://127.0.0.1:${port}`;
  const transport = await openTransport(realHost(), { server, insecure: false, ...options });
  try {
    const request = { method: "GET", headers: [] };
    const { result } = await openStream(transport, `${server}/x`, request, limits);
    await use(textLines(result()));
  } finally {
    transport.close();
  }
}

for (const [way, options] of ways) {
  // Deno keeps the pair of a connection that was closed from our side open for a moment.
  const unwatched = { sanitizeResources: false, sanitizeOps: false };

  Deno.test(`a stream (${way}) gives each line as it comes, and its end`, unwatched, async () => {
    const seen = Promise.withResolvers<void>();
    using server = serve(async (say) => {
      await say(head + chunk("one\ntw"));
      await seen.promise;
      await say(chunk("o\nlast") + "0\r\n\r\n");
    });
    const lines: string[] = [];
    await withLines(server.port, options, {}, async (stream) => {
      for await (const line of stream) {
        lines.push(line);
        seen.resolve();
      }
    });
    assert.deepEqual(lines, ["one", "two", "last"]);
    await server.served;
  });

  Deno.test(`a stream (${way}) that is left early ends the connection`, unwatched, async () => {
    using server = serve((say) => say(head + chunk("one\ntwo\n")));
    await withLines(server.port, options, {}, async (stream) => {
      for await (const line of stream) {
        assert.equal(line, "one");
        break;
      }
    });
    await server.served;
  });

  Deno.test(`a stream (${way}) that is cut off is an error`, unwatched, async () => {
    using server = serve(async (say) => {
      await say(head + "5\r\nab");
      throw new Error("gone");
    });
    server.served.catch(() => {});
    await assert.rejects(
      withLines(server.port, options, {}, async (stream) => {
        for await (const _ of stream) { /* until it breaks */ }
      }),
      (error) => error instanceof ConnectionError && error.details.kind === "broken",
    );
  });

  Deno.test(`a stream (${way}) that falls silent is an error after a time`, unwatched, async () => {
    using server = serve((say) => say(head + chunk("one\n")));
    await assert.rejects(
      withLines(server.port, options, { idleLimit: 200 }, async (stream) => {
        for await (const _ of stream) { /* until it breaks */ }
      }),
      /context deadline exceeded \(nothing came within 0\.2s\)/,
    );
    await server.served;
  });

  Deno.test(`a stream (${way}) ends with the caller's reason`, unwatched, async () => {
    using server = serve((say) => say(head + chunk("one\n")));
    const stop = new AbortController();
    const reason = new Error("enough");
    await assert.rejects(
      withLines(server.port, options, { signal: stop.signal }, async (stream) => {
        for await (const _ of stream) stop.abort(reason);
      }),
      reason,
    );
    await server.served;
  });

  Deno.test(`a stream (${way}) that is refused says why`, unwatched, async () => {
    const status = JSON.stringify({
      kind: "Status",
      code: 403,
      reason: "Forbidden",
      message: "no",
    });
    using server = serve((say) =>
      say(`HTTP/1.1 403 Forbidden\r\nContent-Length: ${status.length}\r\n\r\n${status}`)
    );
    await assert.rejects(
      withLines(server.port, options, {}, async (stream) => {
        for await (const _ of stream) { /* nothing comes */ }
      }),
      { message: "Error from server (Forbidden): no" },
    );
    await server.served;
  });
}
