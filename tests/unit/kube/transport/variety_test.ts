// What servers and what stands before them may do with an answer, on either way of speaking.

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { connectionError } from "../../../../src/kube/transport/connection_error.ts";
import { openTransport } from "../../../../src/kube/transport/open_transport.ts";
import type { TransportOptions } from "../../../../src/kube/transport/transport.ts";
import { realHost } from "../../../../src/real_host.ts";
import { issue, newAuthority } from "../../../../testcluster/certificates.ts";
import { cuttingRelay } from "../support/cutting_relay.ts";
import { type RawServer, rawServer } from "../support/raw_server.ts";

const authority = newAuthority("authority");
const hosts = ["127.0.0.1", "localhost"];
const pair = issue(authority, { usage: "server", commonName: "server", hosts });
const ca = authority.certificate;

const ways: readonly (readonly [name: string, options: Partial<TransportOptions>])[] = [
  ["fetch", { ca }],
  ["socket, by tls-server-name", { ca, serverName: "localhost" }],
  ["socket, insecure", { insecure: true }],
];

// Deno keeps the pair of a connection that was closed from our side open for a moment.
const unwatched = { sanitizeResources: false, sanitizeOps: false };

function put(port: number, options: Partial<TransportOptions>, times = 1) {
  return send(port, options, Array<string>(times).fill("PUT"));
}

async function send(port: number, options: Partial<TransportOptions>, methods: readonly string[]) {
  const server = `https://127.0.0.1:${port}`;
  const transport = await openTransport(realHost(), { server, insecure: false, ...options });
  const answers: [number, string][] = [];
  try {
    for (const method of methods) {
      const signal = AbortSignal.timeout(20_000);
      const body = method === "GET" ? undefined : `{"ü":1}`;
      const request = { method, headers: [], body, signal };
      const response = await transport.send(`${server}/x`, request);
      answers.push([response.status, await response.text()]);
    }
    return answers;
  } finally {
    transport.close();
  }
}

const ok = "HTTP/1.1 200 OK\r\n";
const length = "content-length: 2\r\n";
const packed = gzipSync("{}");

/** Each is the answer `{}` with the status 200. */
const harmless: Readonly<Record<string, string | Uint8Array>> = {
  "100 Continue first": `HTTP/1.1 100 Continue\r\n\r\n${ok}${length}\r\n{}`,
  "several interim answers":
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n${ok}${length}\r\n{}`,
  "the same Content-Length twice": `${ok}${length}${length}\r\n{}`,
  "a status line without a reason": `HTTP/1.1 200\r\n${length}\r\n{}`,
  "a head of 100,000 bytes": `${ok}x-long: ${"x".repeat(100_000)}\r\n${length}\r\n{}`,
  "90 headers": `${ok}${"x-many: y\r\n".repeat(90)}${length}\r\n{}`,
  "an empty header": `${ok}x-empty:\r\n${length}\r\n{}`,
  "headers with bytes beyond ASCII": `${ok}x: \xfc\r\n${length}\r\n{}`,
  "chunks": `${ok}transfer-encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n`,
  "a body packed by gzip, unasked": bytes(
    `${ok}content-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`,
    packed,
  ),
  "a body packed by gzip in chunks": bytes(
    `${ok}content-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n${
      packed.length.toString(16)
    }\r\n`,
    packed,
    "\r\n0\r\n\r\n",
  ),
};

/** The runtime's fetch refuses these, or uses another connection for the next request. */
const harmlessToUs: Readonly<Record<string, string>> = {
  "a header that goes on in the next line": `${ok}x: a\r\n b\r\n${length}\r\n{}`,
  "chunks with zeros, an extension and a trailer":
    `${ok}Transfer-Encoding: Chunked\r\n\r\n0002;a=b\r\n{}\r\n000\r\nx: y\r\n\r\n`,
  "more than 100 headers": `${ok}${"x-many: y\r\n".repeat(500)}${length}\r\n{}`,
  "a head of a megabyte": `${ok}x-long: ${"x".repeat(1_000_000)}\r\n${length}\r\n{}`,
};

function bytes(...parts: (string | Uint8Array)[]): Uint8Array {
  return new Uint8Array(
    parts.flatMap((part) => [...typeof part === "string" ? latin1(part) : part]),
  );
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

const odd = Object.entries(harmlessToUs).filter(([name]) => !name.startsWith("chunks"));
for (const [name, answer] of odd) {
  Deno.test(
    `a transport that begins with fetch takes ${name} for what reads`,
    unwatched,
    async () => {
      using server = rawServer(pair, latin1(answer));
      assert.deepEqual(await send(server.port, { ca }, ["GET", "PUT"]), [[200, "{}"], [200, "{}"]]);
      assert.deepEqual(methodsOf(server), ["GET", "GET", "PUT"]);
    },
  );

  Deno.test(
    `a transport that begins with fetch sends no write twice for ${name}`,
    unwatched,
    async () => {
      using server = rawServer(pair, latin1(answer));
      const url = `https://127.0.0.1:${server.port}/x`;
      await assert.rejects(put(server.port, { ca }), (error) => {
        const { details, message } = connectionError(error, { url });
        assert.deepEqual([details.kind, details.sent], ["garbled", true]);
        assert.match(message, /answered with headers that can't be read: /);
        return true;
      });
      assert.deepEqual(methodsOf(server), ["PUT"]);
    },
  );
}

function methodsOf({ heads }: RawServer): string[] {
  return heads.map((head) => head.split(" ")[0] ?? "");
}

for (const [way, options] of ways) {
  const answers = way === "fetch" ? harmless : { ...harmless, ...harmlessToUs };
  for (const [name, answer] of Object.entries(answers)) {
    Deno.test(`a transport (${way}) takes ${name}`, unwatched, async () => {
      using server = rawServer(pair, typeof answer === "string" ? latin1(answer) : answer);
      assert.deepEqual(await put(server.port, options, 2), [[200, "{}"], [200, "{}"]]);
      assert.equal(server.connections, 1);
    });
  }

  Deno.test(
    `a transport (${way}) takes an answer that came whole before the server closed without TLS's farewell`,
    unwatched,
    async () => {
      using server = rawServer(pair, latin1(`HTTP/1.1 201 Created\r\n${length}\r\n{}`));
      using relay = cuttingRelay(server);
      assert.deepEqual(await put(relay.port, options), [[201, "{}"]]);
    },
  );

  const broken: Readonly<Record<string, string>> = {
    "a body that is too short": `${ok}content-length: 10\r\n\r\n{}`,
    "chunks without an end": `${ok}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`,
    "a head without an end": `${ok}content-le`,
    "nothing": "",
  };
  for (const [name, answer] of Object.entries(broken)) {
    Deno.test(
      `a transport (${way}) takes ${name} before such an end for broken`,
      unwatched,
      async () => {
        using server = rawServer(pair, latin1(answer));
        using relay = cuttingRelay(server);
        await assert.rejects(put(relay.port, options));
      },
    );
  }

  const garbled: Readonly<Record<string, string>> = {
    "two lengths": `${ok}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`,
    "a length that is no number": `${ok}content-length: two\r\n\r\n{}`,
    "a chunk without a size": `${ok}transfer-encoding: chunked\r\n\r\nx\r\n{}\r\n0\r\n\r\n`,
    "what is no HTTP": "SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "HTTP/0.9": "<html></html>\r\n\r\n",
  };
  for (const [name, answer] of Object.entries(garbled)) {
    Deno.test(`a transport (${way}) refuses ${name}`, unwatched, async () => {
      using server = rawServer(pair, latin1(answer));
      await assert.rejects(put(server.port, options));
    });
  }
}
