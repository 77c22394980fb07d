import assert from "node:assert/strict";
import { HttpClient } from "../../../binary/support/http_client.ts";
import { codeFor, host, patience, withServer } from "./support.ts";

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
  ["a URL of another scheme", `POST ftp://a/ HTTP/1.1\r\n${host}\r\n`],
  ["a URL with a user", `POST http://b@a/ HTTP/1.1\r\n${host}\r\n`],
  ["a URL without a host", `POST http:///a HTTP/1.1\r\n${host}\r\n`],
  ["a path without a slash", `POST a HTTP/1.1\r\n${host}\r\n`],
  ["CONNECT", `CONNECT a:443 HTTP/1.1\r\n${host}\r\n`],
  ["a star", `OPTIONS * HTTP/1.1\r\n${host}\r\n`],
  ["two spaces", `POST  / HTTP/1.1\r\n${host}\r\n`],
  ["a space in the target", `POST /a b HTTP/1.1\r\n${host}\r\n`],
  ["a byte beyond ASCII in the target", `POST /\xe4 HTTP/1.1\r\n${host}\r\n`],
  ["a tab", `POST\t/ HTTP/1.1\r\n${host}\r\n`],
  ["five empty lines before", `${"\r\n".repeat(5)}POST / HTTP/1.1\r\n${host}\r\n`],
  ["a bare LF before", `\nPOST / HTTP/1.1\r\n${host}\r\n`],
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

const harmless: readonly (readonly [what: string, text: string, path: string])[] = [
  ["a URL as its target", `POST http://a:80/x?y=z HTTP/1.1\r\n${host}\r\n`, "/x"],
  ["a URL of https", `POST HTTPS://A.example/x#y HTTP/1.1\r\n${host}\r\n`, "/x"],
  ["a URL of another host than Host", `POST http://[::1]:80/x HTTP/1.1\r\n${host}\r\n`, "/x"],
  ["a URL without a path", `POST http://a HTTP/1.1\r\n${host}\r\n`, "/"],
  ["a URL with a query only", `POST http://a?b HTTP/1.1\r\n${host}\r\n`, "/"],
  ["an empty line before", `\r\nPOST /x HTTP/1.1\r\n${host}\r\n`, "/x"],
  ["four empty lines before", `${"\r\n".repeat(4)}POST /x HTTP/1.1\r\n${host}\r\n`, "/x"],
  [
    "several Connection headers",
    `POST /x HTTP/1.1\r\n${host}Connection: keep-alive\r\nConnection: Upgrade\r\n\r\n`,
    "/x",
  ],
  ["repeated headers of others", `POST /x HTTP/1.1\r\n${host}Via: a\r\nVia: b\r\n\r\n`, "/x"],
  [
    "zeros before a chunk's size",
    `POST /x HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n${
      "0".repeat(40)
    }2\r\nab\r\n0000\r\n\r\n`,
    "/x",
  ],
  [
    "a chunk's extension and a trailer",
    `POST /x HTTP/1.1\r\n${host}Transfer-Encoding: Chunked\r\n\r\n2;a="b"\r\nab\r\n0\r\nX: y\r\n\r\n`,
    "/x",
  ],
  ["an empty header", `POST /x HTTP/1.1\r\n${host}X:\r\n\r\n`, "/x"],
  ["a tab before a value", `POST /x HTTP/1.1\r\n${host}X:\ta \r\n\r\n`, "/x"],
  ["an absent body", `POST /x HTTP/1.1\r\n${host}Content-Length: 0\r\n\r\n`, "/x"],
];

Deno.test("Connection takes what is unusual and harmless, and goes on after it", async () => {
  await withServer({}, async (url, handled) => {
    for (const [what, text, path] of harmless) {
      using client = await HttpClient.connect(url);
      for (const time of [1, 2]) {
        await client.send(text);
        const { code } = await client.response();
        assert.deepEqual([what, code, handled.at(-1)?.path], [what, 200, path], `time ${time}`);
      }
    }
  });
});

Deno.test("Connection: close counts wherever it stands among the options", async () => {
  const closing = [
    "close",
    "keep-alive, Close",
    "x\r\nConnection: close",
    "close\r\nConnection: x",
  ];
  await withServer({}, async (url) => {
    for (const options of closing) {
      using client = await HttpClient.connect(url);
      await client.send(`POST / HTTP/1.1\r\n${host}Connection: ${options}\r\n\r\n`);
      assert.equal((await client.response()).headers.get("connection"), "close", options);
      assert.ok(await client.closes(patience), options);
    }
    using client = await HttpClient.connect(url);
    await client.send(`POST / HTTP/1.1\r\n${host}Connection: close-not\r\n\r\n`);
    assert.equal((await client.response()).headers.get("connection"), "keep-alive");
  });
});

Deno.test("Connection names the PROXY protocol, in both versions", async () => {
  const versions = [
    "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n",
    "PROXY TCP6 ::1 ::1 1 2\r\n",
    "PROXY UNKNOWN\r\n",
    "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\x7f\0\0\x01\x7f\0\0\x01\0\x01\0\x02",
  ];
  await withServer({}, async (url, handled) => {
    for (const version of versions) {
      using client = await HttpClient.connect(url);
      const bytes = Uint8Array.from(version, (character) => character.charCodeAt(0));
      await client.send(bytes);
      await client.send(`POST / HTTP/1.1\r\n${host}\r\n`);
      const { code, body } = await client.response();
      assert.equal(code, 400);
      assert.match(
        JSON.parse(body).message,
        /PROXY protocol, .* switch it off at the load balancer/,
      );
    }
    assert.deepEqual(handled, []);
  });
});

Deno.test("Connection takes a head up to the limit, however large that is", async () => {
  await withServer({ headBytes: 1_048_576 }, async (url) => {
    const text = (length: number) => `POST / HTTP/1.1\r\n${host}X: ${"a".repeat(length)}\r\n\r\n`;
    assert.equal(await codeFor(url, text(1_000_000)), 200);
    assert.equal(await codeFor(url, text(125_000)), 200);
    assert.equal(await codeFor(url, text(1_048_576)), 431);
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
