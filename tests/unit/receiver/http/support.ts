// A server of src/receiver/http on loopback.

import assert from "node:assert/strict";
import { jsonAnswer } from "../../../../src/receiver/answer.ts";
import {
  type ConnectionLimits,
  type HttpRequest,
  type HttpServer,
} from "../../../../src/receiver/http/connection.ts";
import { Listener } from "../../../../src/receiver/http/listener.ts";
import { BodyBudget } from "../../../../src/receiver/limits/body_budget.ts";
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
export const patience = 10_000;

/** A server on loopback that counts what it handles; it answers with what it was asked. */
export async function withServer(
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
      bodies: new BodyBudget(1_000_000),
      needsBody: () => true,
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
export async function codeFor(
  url: string,
  bytes: string | Uint8Array,
): Promise<number | undefined> {
  using client = await HttpClient.connect(url);
  await client.send(bytes);
  try {
    return (await client.response()).code;
  } catch {
    return undefined;
  }
}

/** The header that HTTP/1.1 wants. */
export const host = "Host: a\r\n";
