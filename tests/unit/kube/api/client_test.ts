import assert from "node:assert/strict";
import { KubeClient } from "../../../../src/kube/api/client.ts";
import { ApiError } from "../../../../src/kube/api/errors.ts";
import { FakeHost } from "../../support/fake_host.ts";

const forbidden = {
  kind: "Status",
  code: 403,
  reason: "Forbidden",
  message: "no role is read yet",
};
const unknownType = { kind: "Status", code: 404, reason: "NotFound", message: "no such path" };
const unauthorized = { kind: "Status", code: 401, reason: "Unauthorized", message: "no" };

/** What the server does with a request: answers, or goes away in its middle. */
type Reply = { readonly status: number; readonly body: unknown } | "cut";

/** A client of a server whose replies the test decides. */
async function withClient(
  reply: (method: string, path: string) => Reply,
  use: (client: KubeClient, host: FakeHost) => Promise<void>,
): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = serve(listener, reply);
  const host = new FakeHost();
  const server = `http://127.0.0.1:${listener.addr.port}`;
  const connection = { server, namespace: "default", cluster: {}, user: { token: "t" } };
  const client = await KubeClient.open(host, connection, { userAgent: "x", warning() {} });
  try {
    await use(client, host);
  } finally {
    await client.close();
    listener.close();
    await serving;
  }
}

async function serve(
  listener: Deno.TcpListener,
  reply: (method: string, path: string) => Reply,
): Promise<void> {
  const open: Promise<void>[] = [];
  for await (const connection of listener) open.push(serveOne(connection, reply));
  await Promise.all(open);
}

/** One request a connection. */
async function serveOne(
  connection: Deno.Conn,
  reply: (method: string, path: string) => Reply,
): Promise<void> {
  using open = connection;
  const bytes = new Uint8Array(65_536);
  let text = "";
  while (!isWhole(text)) {
    const count = await open.read(bytes);
    if (count === null) return;
    text += new TextDecoder().decode(bytes.subarray(0, count));
  }
  const [method = "", path = ""] = text.split(" ");
  const decided = reply(method, path);
  if (decided === "cut") return;
  const body = JSON.stringify(decided.body);
  const head =
    `HTTP/1.1 ${decided.status} x\r\nconnection: close\r\ncontent-length: ${body.length}`;
  await open.write(new TextEncoder().encode(`${head}\r\n\r\n${body}`));
}

function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  const length = Number(/^content-length: *([0-9]+)/im.exec(text)?.[1] ?? 0);
  return end >= 0 && text.length >= end + 4 + length;
}

for (const refusal of [forbidden, unknownType, unauthorized]) {
  Deno.test(`KubeClient.request() asks again after a ${refusal.code} while the server that another request lost warms up`, async () => {
    let refusals = 3;
    function reply(method: string): Reply {
      if (method === "PUT") return "cut";
      return refusals-- > 0
        ? { status: refusal.code, body: refusal }
        : { status: 200, body: { ok: true } };
    }
    await withClient(reply, async (client, host) => {
      await assert.rejects(client.request("PUT", "/a", { body: {} }), { name: "ConnectionError" });
      host.time += 1_000;
      assert.deepEqual(await client.request("GET", "/b", {}), { ok: true });
    });
  });
}

Deno.test("KubeClient.request() takes a refusal for one where no request met an outage", async () => {
  let requests = 0;
  await withClient(() => ({ status: 403, body: (requests++, forbidden) }), async (client) => {
    await assert.rejects(client.request("GET", "/a", {}), (error) => error instanceof ApiError);
    assert.equal(requests, 1);
  });
});

Deno.test("KubeClient.request() takes a refusal for one half a minute after an outage", async () => {
  let requests = 0;
  function reply(method: string): Reply {
    return method === "PUT" ? "cut" : { status: 403, body: (requests++, forbidden) };
  }
  await withClient(reply, async (client, host) => {
    await assert.rejects(client.request("PUT", "/a", { body: {} }), { name: "ConnectionError" });
    host.time += 30_000;
    await assert.rejects(client.request("GET", "/a", {}), { code: 403 });
    assert.equal(requests, 1);
  });
});
