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
