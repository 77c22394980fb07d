import assert from "node:assert/strict";
import { jsonAnswer } from "../../../../src/receiver/answer.ts";
import {
  type ConnectionLimits,
  type HttpRequest,
  type HttpServer,
} from "../../../../src/receiver/http/connection.ts";
import { Listener } from "../../../../src/receiver/http/listener.ts";
import { HttpClient } from "../../../binary/support/http_client.ts";

const defaults: ConnectionLimits = {
  headBytes: 4_096,
  headTime: 5_000,
  bodyBytes: 10_000,
  bodyTime: 5_000,
  idleTime: 5_000,
  connectionTime: 60_000,
};

/** Milliseconds far above every limit below: a bound against hangs. */
const patience = 10_000;

/** A server on loopback that counts what it handles; it answers with what it was asked. */
async function withServer(
  limits: Partial<ConnectionLimits>,
  use: (url: string, handled: HttpRequest[], listener: Listener) => Promise<void>,
  more: Partial<HttpServer> & { maxConnections?: number; maxConnectionsPerAddress?: number } = {},
): Promise<void> {
  const handled: HttpRequest[] = [];
  const { maxConnections = 100, maxConnectionsPerAddress = 100, ...server } = more;
  const socket = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const listener = new Listener(socket, {
    server: {
      limits: { ...defaults, ...limits },
      keepsBodies: true,
      handle(request) {
        handled.push(request);
        return Promise.resolve(jsonAnswer(200, { path: request.path }));
      },
      refused: () => {},
      ...server,
    },
    maxConnections,
    maxConnectionsPerAddress,
    overLimit: () => {},
    acceptFailed: (error) => assert.fail(String(error)),
  });
  const accepting = listener.accept();
  const { port } = socket.addr as Deno.NetAddr;
  try {
    await use(`http://127.0.0.1:${port}`, handled, listener);
  } finally {
    await listener.drain();
    await accepting;
  }
}

/** What comes back for these bytes on a connection of their own; undefined where nothing does. */
async function codeFor(url: string, bytes: string | Uint8Array): Promise<number | undefined> {
  using client = await HttpClient.connect(url);
  await client.send(bytes);
  try {
    return (await client.response()).code;
  } catch {
    return undefined;
  }
}

const host = "Host: a\r\n";

Deno.test("Connection answers request after request, pipelined ones too", async () => {
  await withServer({}, async (url, handled) => {
    using client = await HttpClient.connect(url);
    for (const path of ["/a", "/b"]) assert.equal((await client.post(path)).code, 200);
    const one = `POST /c HTTP/1.1\r\n${host}Content-Length: 3\r\n\r\nabc`;
    await client.send(one + one.replace("/c", "/d"));
    for (const path of ["/c", "/d"]) {
      const response = await client.response();
      assert.deepEqual(JSON.parse(response.body), { path });
      assert.equal(response.headers.get("connection"), "keep-alive");
    }
    assert.deepEqual(handled.map(({ path }) => path), ["/a", "/b", "/c", "/d"]);
    assert.equal(new TextDecoder().decode(handled[3]!.body), "abc");
  });
});

Deno.test("Connection takes bytes in any portions", async () => {
  await withServer({}, async (url, handled) => {
    using client = await HttpClient.connect(url);
    const chunked = "4\r\nWiki\r\nA;x=1\r\npedia in c\r\n0\r\nTrailer: a\r\n\r\n";
    const text =
      `POST /a?b=c HTTP/1.1\r\n${host}X-Y: \t z \t\r\ntransfer-encoding: Chunked\r\n\r\n`;
    for (const character of text + chunked) await client.send(character);
    assert.equal((await client.response()).code, 200);
    const [{ path, headers, body } = assert.fail()] = handled;
    assert.equal(path, "/a");
    assert.equal(headers.get("x-y"), "z");
    assert.equal(new TextDecoder().decode(body), "Wikipedia in c");
  });
});

const badRequests: readonly (readonly [what: string, text: string, code?: number])[] = [
  ["both framings", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
  ["two lengths", "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc"],
  ["the same length twice", "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"],
  ["a list of lengths", "Content-Length: 3, 3\r\n\r\nabc"],
  ["a signed length", "Content-Length: +3\r\n\r\nabc"],
  ["a negative length", "Content-Length: -1\r\n\r\n"],
  ["a hexadecimal length", "Content-Length: 0x3\r\n\r\nabc"],
  ["a length beyond 2^53", "Content-Length: 99999999999999999\r\n\r\n"],
  ["another encoding", "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"],
  ["chunked twice", "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"],
  ["two encodings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"],
  ["a disguised encoding", "Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n"],
  ["a space before the colon", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"],
  ["a folded header", "X: a\r\n b\r\n\r\n"],
  ["a header without a name", ": a\r\n\r\n"],
  ["a header without a colon", "abc\r\n\r\n"],
  ["a NUL in a header", "X: a\0b\r\n\r\n"],
  ["a bare CR in a header", "X: a\rb\r\n\r\n"],
  ["a bare LF after a header", "X: a\nY: b\r\n\r\n"],
  ["two tokens", "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n"],
  ["two hosts", "Host: b\r\n\r\n"],
  ["another expectation", "Expect: miracles\r\n\r\n", 417],
  ["a chunk without a size", "Transfer-Encoding: chunked\r\n\r\n\r\n"],
  ["a chunk with a signed size", "Transfer-Encoding: chunked\r\n\r\n+3\r\nabc\r\n0\r\n\r\n"],
  ["a chunk with a prefixed size", "Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n"],
  ["a chunk longer than its size", "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n"],
  ["a chunk that ends in LF", "Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n"],
  ["a size beyond 32 bits", "Transfer-Encoding: chunked\r\n\r\n123456789\r\n"],
  ["a body over the limit", "Content-Length: 10001\r\n\r\n", 413],
  ["chunks over the limit", "Transfer-Encoding: chunked\r\n\r\n2711\r\n", 413],
];

const badLines: readonly (readonly [what: string, text: string, code?: number])[] = [
  ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  ["HTTP/1.2", `POST / HTTP/1.2\r\n${host}\r\n`],
  ["HTTP/0.9", "GET /\r\n\r\n"],
  ["no host", "POST / HTTP/1.1\r\nX: a\r\n\r\n"],
  ["a target that is a URL", `POST http://a/ HTTP/1.1\r\n${host}\r\n`],
  ["CONNECT", `CONNECT a:443 HTTP/1.1\r\n${host}\r\n`],
  ["a star", `OPTIONS * HTTP/1.1\r\n${host}\r\n`],
  ["two spaces", `POST  / HTTP/1.1\r\n${host}\r\n`],
  ["a space in the target", `POST /a b HTTP/1.1\r\n${host}\r\n`],
  ["a byte beyond ASCII in the target", `POST /\xe4 HTTP/1.1\r\n${host}\r\n`],
  ["a tab", `POST\t/ HTTP/1.1\r\n${host}\r\n`],
  ["an empty line before", `\r\nPOST / HTTP/1.1\r\n${host}\r\n`],
  ["a line break alone", `POST / HTTP/1.1\n${host}\r\n`],
  ["an old version with chunks", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
  ["a target over the limit", `POST /${"a".repeat(5_000)} HTTP/1.1\r\n${host}\r\n`, 414],
  ["a head over the limit", `POST / HTTP/1.1\r\n${host}X: ${"a".repeat(5_000)}\r\n\r\n`, 431],
  ["101 headers", `POST / HTTP/1.1\r\n${host}${"X: a\r\n".repeat(100)}\r\n`, 431],
];

Deno.test("Connection refuses what could be understood in two ways, and closes", async () => {
  const later = `POST /smuggled HTTP/1.1\r\n${host}\r\n`;
  await withServer({}, async (url, handled) => {
    const shapes = [
      ...badRequests.map(([what, text, code]) =>
        [what, `POST /a HTTP/1.1\r\n${host}${text}`, code] as const
      ),
      ...badLines,
    ];
    for (const [what, text, code = 400] of shapes) {
      using client = await HttpClient.connect(url);
      await client.send(Uint8Array.from(text + later, (character) => character.charCodeAt(0)));
      const response = await client.response();
      assert.deepEqual([what, response.code], [what, code]);
      assert.equal(JSON.parse(response.body).kind, "Status");
      assert.equal(response.headers.get("connection"), "close");
      assert.ok(await client.closes(patience), what);
    }
    assert.deepEqual(handled, []);
  });
});

Deno.test("Connection refuses what is no HTTP", async () => {
  await withServer({}, async (url, handled) => {
    const clientHello = Uint8Array.of(0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, 10, 13, 10, 13, 10);
    assert.equal(await codeFor(url, clientHello), 400);
    assert.equal(await codeFor(url, crypto.getRandomValues(new Uint8Array(8_192))) ?? 400, 400);
    assert.deepEqual(handled, []);
  });
});

Deno.test("Connection holds a head to its time, the second one of a connection too", async () => {
  await withServer({ headTime: 200 }, async (url, handled) => {
    using first = await HttpClient.connect(url);
    await first.send("POST / HT");
    assert.equal((await first.response()).code, 408);
    assert.ok(await first.closes(patience));
    using second = await HttpClient.connect(url);
    assert.equal((await second.post("/")).code, 200);
    await second.send("POST / HT");
    assert.equal((await second.response()).code, 408);
    using silent = await HttpClient.connect(url);
    assert.ok(await silent.closes(patience));
    using drop = await HttpClient.connect(url);
    const drip = setInterval(() => drop.send("a").catch(() => {}), 20);
    assert.ok(await drop.closes(patience), "a byte now and then does not help");
    clearInterval(drip);
    assert.equal(handled.length, 1);
  });
});

Deno.test("Connection holds a body to its time and size", async () => {
  await withServer({ bodyTime: 200 }, async (url, handled) => {
    const head = `POST / HTTP/1.1\r\n${host}`;
    assert.equal(await codeFor(url, `${head}Content-Length: 5\r\n\r\nabc`), 408);
    assert.equal(await codeFor(url, `${head}Transfer-Encoding: chunked\r\n\r\n5\r\nabc`), 408);
    const most = "Content-Length: 10000\r\n\r\n";
    assert.equal(await codeFor(url, `${head}${most}${"a".repeat(10_000)}`), 200);
    const chunk = `1000\r\n${"a".repeat(0x1000)}\r\n`;
    const endless = `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(3)}`;
    assert.equal(await codeFor(url, endless), 413);
    assert.equal(handled.length, 1);
  });
});

Deno.test("Connection lets nobody be idle for long, nor stay for ever", async () => {
  await withServer({ idleTime: 200 }, async (url) => {
    using idle = await HttpClient.connect(url);
    assert.equal((await idle.post("/")).code, 200);
    assert.ok(await idle.closes(patience));
  });
  await withServer({ connectionTime: 500, idleTime: 200 }, async (url) => {
    using busy = await HttpClient.connect(url);
    let response = await busy.post("/");
    while (response.headers.get("connection") === "keep-alive") response = await busy.post("/");
    assert.equal(response.code, 200);
    assert.ok(await busy.closes(patience));
  });
});

Deno.test("Connection asks for the body of those who wait, but not for too large a one", async () => {
  await withServer({}, async (url) => {
    using client = await HttpClient.connect(url);
    const head = `POST / HTTP/1.1\r\n${host}Expect: 100-continue\r\n`;
    await client.send(`${head}Content-Length: 3\r\n\r\n`);
    assert.equal((await client.response()).code, 100);
    await client.send("abc");
    assert.equal((await client.response()).code, 200);
    await client.send(`${head}Content-Length: 1000000\r\n\r\n`);
    assert.equal((await client.response()).code, 413);
  });
});

Deno.test("Connection closes after a request of HTTP/1.0 or with Connection: close", async () => {
  await withServer({}, async (url, handled) => {
    for (const head of ["POST / HTTP/1.0\r\n", `POST / HTTP/1.1\r\n${host}Connection: close\r\n`]) {
      using client = await HttpClient.connect(url);
      await client.send(`${head}\r\n`);
      const response = await client.response();
      assert.deepEqual([response.code, response.headers.get("connection")], [200, "close"]);
      assert.ok(await client.closes(patience));
    }
    assert.equal(handled.length, 2);
  });
});

Deno.test("Connection sends a large body whole, and none to HEAD", async () => {
  const text = "ä".repeat(500_000);
  await withServer({}, async (url) => {
    using client = await HttpClient.connect(url);
    assert.equal(JSON.parse((await client.post("/")).body), text);
    await client.send(`HEAD / HTTP/1.1\r\n${host}\r\nPOST / HTTP/1.1\r\n${host}\r\n`);
    // No body came between the two heads.
    assert.match((await client.response()).body, /^HTTP\/1\.1 200/);
  }, { handle: () => Promise.resolve(jsonAnswer(200, text)) });
});

Deno.test("Listener takes so many connections, in all and from one address", async () => {
  for (const limit of [{ maxConnections: 3 }, { maxConnectionsPerAddress: 3 }]) {
    await withServer({}, async (url) => {
      const open = await Promise.all([1, 2, 3].map(() => HttpClient.connect(url)));
      for (const client of open) assert.equal((await client.post("/")).code, 200);
      using tooMany = await HttpClient.connect(url);
      const response = await tooMany.response();
      assert.equal(response.code, 429);
      assert.equal(response.headers.get("retry-after"), "1");
      assert.ok(await tooMany.closes(patience));
      open[0]![Symbol.dispose]();
      let code: number | undefined;
      while (code !== 200) code = await codeFor(url, `POST / HTTP/1.0\r\n\r\n`);
      for (const client of open) client[Symbol.dispose]();
    }, limit);
  }
});

Deno.test("Listener.drain() answers what is under way, and ends what is idle", async () => {
  const work = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  await withServer({}, async (url, _handled, listener) => {
    using idle = await HttpClient.connect(url);
    using busy = await HttpClient.connect(url);
    const answered = busy.post("/");
    await begun.promise;
    const drained = listener.drain();
    assert.ok(await idle.closes(patience));
    await assert.rejects(HttpClient.connect(url), Deno.errors.ConnectionRefused);
    work.resolve();
    const response = await answered;
    assert.deepEqual([response.code, response.headers.get("connection")], [200, "close"]);
    await drained;
  }, {
    async handle() {
      begun.resolve();
      await work.promise;
      return jsonAnswer(200, {});
    },
  });
});
