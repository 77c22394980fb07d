// The servers on loopback that fuzz cases speak to.

import { issue, newAuthority, newKeyPair } from "../../testcluster/certificates.ts";
import type { AnswerMaker, Surroundings } from "./fuzz_case.ts";
import { goodAnswer } from "./good_answer.ts";

export interface Servers extends Surroundings {
  /** From now on, what the plain HTTP server answers. */
  answerWith(answer: AnswerMaker | undefined): void;
}

export function startServers(): Servers {
  const authority = newAuthority("fuzz");
  const hosts = ["127.0.0.1", "localhost"];
  const server = issue(authority, { usage: "server", commonName: "server", hosts });
  const client = issue(authority, { usage: "client", commonName: "user" });
  const here = { hostname: "127.0.0.1", port: 0, onListen() {} };
  const https = Deno.serve(
    { ...here, cert: server.certificate, key: server.key },
    ({ method, url }) => Response.json(goodAnswer(method, new URL(url).pathname)),
  );
  const http = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let answer: AnswerMaker | undefined;
  void serve(http, (method, path) => answer?.(method, path) ?? goodBytes(method, path));
  const vacant = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  vacant.close();
  return {
    http: `http://127.0.0.1:${http.addr.port}`,
    https: `https://127.0.0.1:${https.addr.port}`,
    closed: `https://127.0.0.1:${vacant.addr.port}`,
    authority: authority.certificate,
    certificate: client.certificate,
    key: client.key,
    otherKey: newKeyPair("ec").privateKey,
    answerWith: (next) => answer = next,
  };
}

function goodBytes(method: string, path: string): Uint8Array {
  const body = JSON.stringify(goodAnswer(method, path));
  return new TextEncoder().encode(
    `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

async function serve(
  listener: Deno.Listener,
  answer: (method: string, path: string) => Uint8Array,
): Promise<void> {
  for await (const connection of listener) {
    void answerOnce(connection, answer).catch(() => {}).finally(() => close(connection));
  }
}

/** One request, whose head and body are read so that closing does not reset the connection. */
async function answerOnce(
  connection: Deno.Conn,
  answer: (method: string, path: string) => Uint8Array,
): Promise<void> {
  const decoder = new TextDecoder("latin1");
  const part = new Uint8Array(65_536);
  let text = "";
  while (!isWhole(text)) {
    const count = await connection.read(part);
    if (count === null) return;
    text += decoder.decode(part.subarray(0, count));
    // TLS, which is nothing for here.
    if (text.startsWith("\x16")) return;
  }
  const [method = "", path = ""] = text.split(" ", 2);
  for (let rest = answer(method, path); rest.length > 0;) {
    rest = rest.subarray(await connection.write(rest));
  }
  await connection.closeWrite();
  while (await connection.read(part) !== null) { /* until the client has closed, too */ }
}

function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1] ?? "0";
  return text.length >= end + 4 + Number(length);
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // It was closed by the client.
  }
}
