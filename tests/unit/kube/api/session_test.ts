import assert from "node:assert/strict";
import type { Connection } from "../../../../src/kube/kubeconfig/connection.ts";
import type { Credentials } from "../../../../src/kube/credentials/credentials.ts";
import { type Exchange, Session } from "../../../../src/kube/api/session.ts";
import { parseJson } from "../../../../src/kube/api/json.ts";
import { FakeHost } from "../../support/fake_host.ts";

const url = "https://h:1";
const unauthorized = { kind: "Status", code: 401, reason: "Unauthorized", message: "Unauthorized" };

/** A server over plain HTTP, and a session to it with the given credentials. */
async function withSession(
  answer: (request: Request, count: number) => Response | Promise<Response>,
  use: (session: Session, told: Told) => Promise<void>,
  { credentials = fixed("Bearer t"), ...more }: Partial<Connection> & {
    credentials?: Credentials;
  } = {},
): Promise<void> {
  let count = 0;
  const at = { hostname: "127.0.0.1", port: 0, onListen() {} };
  const server = Deno.serve(at, (request) => answer(request, ++count));
  const told = { warnings: [] as string[], exchanges: [] as Exchange[] };
  const connection = {
    server: `http://127.0.0.1:${server.addr.port}/prefix`,
    namespace: "default",
    cluster: {},
    user: {},
    ...more,
  };
  const session = await Session.open(new FakeHost(), connection, {
    userAgent: "agent/1",
    warning: (text) => told.warnings.push(text),
    trace: (exchange) => told.exchanges.push(exchange),
  }, credentials);
  try {
    await use(session, told);
  } finally {
    await session.close();
    await server.shutdown();
  }
}

interface Told {
  readonly warnings: string[];
  readonly exchanges: Exchange[];
}

function fixed(value: string): Credentials {
  return { authorization: () => Promise.resolve(value), renew: () => Promise.resolve(false) };
}

/** Gives `old` until it was renewed, then `new`. */
class Renewable implements Credentials {
  renewals = 0;
  authorization = () => Promise.resolve(this.renewals === 0 ? "Bearer old" : "Bearer new");
  renew = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    this.renewals++;
    return true;
  };
}

Deno.test("Session.send() sends path, body, agent and impersonation to the server's path", async () => {
  let seen: Record<string, string> = {};
  const user = { impersonate: { user: "a", groups: ["b"] } };
  await withSession(async (request) => {
    const { pathname } = new URL(request.url);
    seen = { pathname, body: await request.text(), ...Object.fromEntries(request.headers) };
    return Response.json({ ok: true });
  }, async (session) => {
    const options = { method: "PUT", path: "/apis/x", body: { a: 1 } };
    assert.deepEqual(await session.send(options), { ok: true });
    assert.deepEqual([seen.pathname, seen.body], ["/prefix/apis/x", '{"a":1}']);
    assert.equal(seen["user-agent"], "agent/1");
    assert.equal(seen["content-type"], "application/json");
    assert.equal(seen.authorization, "Bearer t");
    assert.deepEqual([seen["impersonate-user"], seen["impersonate-group"]], ["a", "b"]);
  }, { user });
});

Deno.test("Session.send() renews once for all requests that were refused together", async () => {
  const credentials = new Renewable();
  await withSession(
    (request) =>
      request.headers.get("authorization") === "Bearer new"
        ? Response.json({ ok: true })
        : Response.json(unauthorized, { status: 401 }),
    async (session) => {
      const all = Array.from(
        { length: 8 },
        (_, i) => session.send({ method: "GET", path: `/${i}` }),
      );
      assert.deepEqual(await Promise.all(all), Array(8).fill({ ok: true }));
      assert.equal(credentials.renewals, 1);
    },
    { credentials },
  );
});

Deno.test("Session.send() gives up after one renewal, in kubectl's words and with advice", async () => {
  const credentials = new Renewable();
  let requests = 0;
  await withSession((_request, count) => {
    requests = count;
    return Response.json(unauthorized, { status: 401 });
  }, async (session) => {
    await assert.rejects(session.send({ method: "GET", path: "/" }), {
      name: "ApiError",
      message: "error: You must be logged in to the server (Unauthorized)\n" +
        "The token is not one of this cluster, or was revoked: get a new one.",
    });
    assert.deepEqual([requests, credentials.renewals], [2, 1]);
  }, { credentials });
});

Deno.test("Session.send() tells warnings and each exchange, refused ones too", async () => {
  await withSession((_request, count) => {
    const headers = { warning: '299 - "first \\"one\\"", 299 - "second", 199 - "other"' };
    return Response.json(count === 1 ? {} : { kind: "Status", reason: "NotFound", message: "no" }, {
      status: count === 1 ? 200 : 404,
      headers,
    });
  }, async (session, told) => {
    await session.send({ method: "GET", path: "/a" });
    assert.deepEqual(told.warnings, ['first "one"', "second"]);
    await assert.rejects(session.send({ method: "GET", path: "/b" }), { name: "ApiError" });
    assert.deepEqual(told.exchanges.map(({ answer }) => answer?.code), [200, 404]);
    assert.match(told.exchanges[1]?.url ?? "", /\/prefix\/b$/);
  });
});

Deno.test("Session.send() ends at the request's time-out, and says how to set it", async () => {
  const hang = Promise.withResolvers<Response>();
  await withSession(() => hang.promise, async (session, told) => {
    await assert.rejects(session.send({ method: "GET", path: "/" }), (error) => {
      const { name, message, details } = error as Error & { details: { kind: string } };
      return name === "ConnectionError" && details.kind === "timeout" &&
        /^Unable to connect to the server: context deadline exceeded \(no answer within 0.05s\)\n.*--request-timeout/
          .test(message);
    });
    assert.equal(told.exchanges[0]?.answer, undefined);
    hang.resolve(new Response());
  }, { requestTimeout: 50 });
});

Deno.test("Session.send() throws the reason of the caller's signal", async () => {
  const stop = new AbortController();
  const hang = Promise.withResolvers<Response>();
  await withSession(() => hang.promise, async (session) => {
    const sent = session.send({ method: "GET", path: "/", signal: stop.signal });
    stop.abort(new Error("stopped"));
    await assert.rejects(sent, { message: "stopped" });
    hang.resolve(new Response());
  });
});

Deno.test("Session.open() refuses to impersonate a name that no header can carry", async () => {
  const connection = {
    server: url,
    namespace: "default",
    cluster: {},
    user: { impersonate: { user: "a\nb" } },
  };
  const events = { userAgent: "x", warning() {} };
  await assert.rejects(Session.open(new FakeHost(), connection, events, fixed("Bearer t")), {
    name: "ConfigError",
  });
});

/** Answers one request on a connection, and closes it without a word when the next one comes. */
function oneAnswerServer(): { port: number; close(): void } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  async function serve(connection: Deno.Conn): Promise<void> {
    const bytes = new Uint8Array(65_536);
    await connection.read(bytes);
    const text = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    await connection.write(new TextEncoder().encode(text));
    await connection.read(bytes);
    connection.close();
  }
  (async () => {
    for await (const connection of listener) serve(connection).catch(() => {});
  })();
  return { port: listener.addr.port, close: () => listener.close() };
}

Deno.test("Session.send() uses no connection twice for a while after one broke", async () => {
  const server = oneAnswerServer();
  const host = new FakeHost();
  const connection = {
    server: `http://127.0.0.1:${server.port}`,
    namespace: "default",
    cluster: {},
    user: {},
  };
  const events = { userAgent: "x", warning() {} };
  const session = await Session.open(host, connection, events, fixed("Bearer t"));
  const outcome = () =>
    session.send({ method: "PUT", path: "/", body: {} }).then(
      () => "answered",
      (error) => error.details.kind,
    );
  assert.deepEqual([await outcome(), await outcome()], ["answered", "broken"]);
  assert.deepEqual([await outcome(), await outcome(), await outcome()], Array(3).fill("answered"));
  host.time += 10_000;
  assert.deepEqual([await outcome(), await outcome()], ["answered", "broken"]);
  session.close();
  server.close();
});

Deno.test("Session.send() says that an object is nested too deeply, instead of overflowing", async () => {
  // A number of more than 53 bits keeps V8 from its way without recursion.
  let body: unknown = parseJson('{"n":12345678901234567890}');
  for (let depth = 0; depth < 200_000; depth++) body = { body };
  await withSession(() => Response.json({}), async (session) => {
    await assert.rejects(session.send({ method: "PUT", path: "/", body }), {
      message: "error: the object is nested too deeply to be sent",
    });
  });
});
