import assert from "node:assert/strict";
import { jsonAnswer } from "../../../../src/receiver/answer.ts";
import { BodyBudget } from "../../../../src/receiver/limits/body_budget.ts";
import { HttpClient } from "../../../binary/support/http_client.ts";
import { codeFor, host, patience, withServer } from "./support.ts";

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

Deno.test("Connection holds a head to its time, the second one of a connection too", async () => {
  await withServer({ headTime: 1_000 }, async (url, handled) => {
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
  await withServer({ bodyTime: 1_000 }, async (url, handled) => {
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
  await withServer({ idleTime: 1_000 }, async (url) => {
    using idle = await HttpClient.connect(url);
    assert.equal((await idle.post("/")).code, 200);
    assert.ok(await idle.closes(patience));
  });
  await withServer({ connectionTime: 500, idleTime: 1_000 }, async (url) => {
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

const limits = [{ maxConnections: 3 }, { maxConnectionsPerAddress: 3 }];

Deno.test("Listener closes what was idle longest where it needs the room", async () => {
  for (const limit of limits) {
    await withServer({}, async (url, _handled, listener) => {
      const open: HttpClient[] = [];
      for (let count = 0; count < 5; count++) {
        const client = await HttpClient.connect(url);
        assert.equal((await client.post("/")).code, 200);
        open.push(client);
      }
      assert.equal(listener.size, 3);
      for (const gone of open.slice(0, 2)) assert.ok(await gone.closes(patience));
      for (const kept of open.slice(2)) assert.equal((await kept.post("/")).code, 200);
      for (const client of open) client[Symbol.dispose]();
    }, limit);
  }
});

Deno.test("Listener counts a connection once, however it ends", async () => {
  await withServer({}, async (url, _handled, listener) => {
    for (let count = 0; count < 20; count++) {
      using client = await HttpClient.connect(url);
      assert.equal((await client.post("/")).code, 200);
    }
    const ends = performance.now() + patience;
    while (listener.size > 0 && performance.now() < ends) {
      await new Promise((f) => setTimeout(f, 5));
    }
    assert.equal(listener.size, 0);
  }, { maxConnectionsPerAddress: 2 });
});

Deno.test("Connection does not wait for a body that changes nothing", async () => {
  await withServer({ bodyTime: 60_000 }, async (url, handled) => {
    using client = await HttpClient.connect(url);
    await client.send(`POST / HTTP/1.1\r\n${host}Content-Length: 5000\r\n\r\n{`);
    const response = await client.response();
    assert.deepEqual([response.code, response.headers.get("connection")], [200, "close"]);
    assert.ok(await client.closes(patience));
    assert.equal(handled.length, 1);
  }, { needsBody: () => false });
});

Deno.test("Connection keeps no more bodies than there is room for, and gives the room back", async () => {
  const bodies = new BodyBudget(1_000);
  await withServer({}, async (url, handled) => {
    using client = await HttpClient.connect(url);
    for (const [length, kept] of [[900, 900], [1_001, undefined], [1_000, 1_000]] as const) {
      await client.post("/", undefined, "x".repeat(length));
      assert.deepEqual([handled.at(-1)?.body?.length, bodies.left], [kept, 1_000]);
    }
    using broken = await HttpClient.connect(url);
    await broken.send(`POST / HTTP/1.1\r\n${host}Content-Length: 900\r\n\r\n${"x".repeat(500)}`);
    const ends = performance.now() + patience;
    while (bodies.left === 1_000 && performance.now() < ends) {
      await new Promise((f) => setTimeout(f, 5));
    }
    assert.equal(bodies.left, 500);
    broken[Symbol.dispose]();
    while (bodies.left < 1_000 && performance.now() < ends) {
      await new Promise((f) => setTimeout(f, 5));
    }
    assert.equal(bodies.left, 1_000);
  }, { bodies });
});

Deno.test("Listener takes so many connections, in all and from one address", async () => {
  for (const limit of limits) {
    const release = Promise.withResolvers<void>();
    let waiting = 0;
    await withServer({}, async (url) => {
      const open = await Promise.all([1, 2, 3].map(() => HttpClient.connect(url)));
      const busy = open.map((client) => client.post("/busy"));
      const busyUntil = performance.now() + patience;
      while (waiting < 3 && performance.now() < busyUntil) {
        await new Promise((f) => setTimeout(f, 5));
      }
      using tooMany = await HttpClient.connect(url);
      const response = await tooMany.response();
      assert.equal(response.code, 429);
      assert.equal(response.headers.get("retry-after"), "1");
      assert.ok(await tooMany.closes(patience));
      release.resolve();
      for (const response of busy) assert.equal((await response).code, 200);
      assert.equal(await codeFor(url, `POST / HTTP/1.0\r\n\r\n`), 200);
      for (const client of open) client[Symbol.dispose]();
    }, {
      ...limit,
      async handle({ path }) {
        waiting++;
        if (path === "/busy") await release.promise;
        return jsonAnswer(200, {});
      },
    });
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
