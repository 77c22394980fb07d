import assert from "node:assert/strict";
import type { TransportOptions } from "../../../../src/kube/transport/transport.ts";
import { connectionError } from "../../../../src/kube/transport/connection_error.ts";
import { openTransport } from "../../../../src/kube/transport/open_transport.ts";
import { realHost } from "../../../../src/real_host.ts";
import { issue, newAuthority } from "../../../../testcluster/certificates.ts";
import { httpProxy, type ProxyServer, socksProxy } from "../support/proxy_server.ts";
import { rawServer } from "../support/raw_server.ts";

const authority = newAuthority("authority");
const hosts = ["127.0.0.1", "localhost"];
const pair = issue(authority, { usage: "server", commonName: "server", hosts });
const ca = authority.certificate;

/** Options that lead to either way of speaking: the runtime's fetch, and a socket of our own. */
const ways: readonly (readonly [name: string, options: Partial<TransportOptions>])[] = [
  ["fetch", { ca }],
  ["socket, by tls-server-name", { ca, serverName: "localhost" }],
  ["socket, by an address as tls-server-name", { ca, serverName: "127.0.0.1" }],
  ["socket, insecure", { insecure: true }],
];

async function get(
  port: number,
  options: Partial<TransportOptions>,
  headers: [string, string][] = [],
  times = 1,
): Promise<string[]> {
  const server = `https://127.0.0.1:${port}`;
  const transport = await openTransport(realHost(), { server, insecure: false, ...options });
  try {
    const texts: string[] = [];
    while (texts.length < times) {
      const signal = AbortSignal.timeout(20_000);
      const url = `${server}/x?a=b`;
      texts.push(await (await transport.send(url, { method: "GET", headers, signal })).text());
    }
    return texts;
  } finally {
    transport.close();
  }
}

for (const [name, options] of ways) {
  // Deno keeps the pair of a connection that was closed from our side open for a moment.
  const unwatched = { sanitizeResources: false, sanitizeOps: false };

  Deno.test(
    `a transport (${name}) sends repeated headers apart, and bytes as they are`,
    unwatched,
    async () => {
      using server = rawServer(pair);
      await get(server.port, options, [
        ["impersonate-group", "a"],
        ["impersonate-group", "b,c"],
        ["impersonate-user", "\u00c3\u00bc"],
      ]);
      const lines = server.heads[0]!.split("\r\n").filter((line) => /^impersonate/i.test(line));
      assert.deepEqual(lines.map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase())), [
        "impersonate-group: a",
        "impersonate-group: b,c",
        "impersonate-user: \u00c3\u00bc",
      ]);
      assert.match(server.heads[0]!, /^GET \/x\?a=b HTTP\/1\.1\r\n/);
    },
  );

  Deno.test(`a transport (${name}) uses one connection for all requests`, unwatched, async () => {
    using server = rawServer(pair);
    assert.deepEqual(await get(server.port, options, [], 4), ["{}", "{}", "{}", "{}"]);
    assert.deepEqual([server.heads.length, server.connections], [4, 1]);
  });

  Deno.test(
    `a transport (${name}) uses no connection twice where it must not`,
    unwatched,
    async () => {
      using server = rawServer(pair);
      await get(server.port, { ...options, keepAlive: false }, [], 3);
      assert.deepEqual([server.heads.length, server.connections], [3, 3]);
    },
  );

  Deno.test(`a transport (${name}) does not follow where it is sent`, unwatched, async () => {
    const answer =
      "HTTP/1.1 302 Found\r\nlocation: https://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
    using server = rawServer(pair, answer);
    assert.deepEqual(await get(server.port, options), [""]);
  });

  const proxies: readonly (readonly [scheme: string, open: () => ProxyServer])[] = [
    ["http", httpProxy],
    ["socks5", socksProxy],
  ];
  for (const [scheme, open] of proxies) {
    Deno.test(`a transport (${name}) goes through a proxy of ${scheme}`, unwatched, async () => {
      using server = rawServer(pair);
      using proxy = open();
      const proxyUrl = `${scheme}://${proxy.address}`;
      assert.deepEqual(await get(server.port, { ...options, proxyUrl }, [], 2), ["{}", "{}"]);
      assert.deepEqual(proxy.tunnels.map(({ target }) => target), [`127.0.0.1:${server.port}`]);
    });
  }

  for (const refuse of ["403 Forbidden by policy", "407 Proxy Authentication Required", "502 x"]) {
    Deno.test(`a transport (${name}) tells the proxy's ${refuse}`, unwatched, async () => {
      using proxy = httpProxy({ refuse });
      const proxyUrl = `http://${proxy.address}`;
      await assert.rejects(get(6443, { ...options, proxyUrl }), (error: Error) => {
        const { message } = connectionError(error, { url: "https://127.0.0.1:6443", proxy: "p" });
        assert.equal(message.split(": ").at(3)?.split("\n")[0], refuse);
        return true;
      });
    });
  }

  const socksReplies: readonly (readonly [code: number, reason: string])[] = [
    [1, "general SOCKS server failure"],
    [2, "connection not allowed by ruleset"],
    [3, "network unreachable"],
    [4, "host unreachable"],
    [5, "connection refused"],
    [6, "TTL expired"],
  ];
  for (const [code, reason] of socksReplies) {
    Deno.test(`a transport (${name}) tells a SOCKS proxy's ${reason}`, unwatched, async () => {
      using proxy = socksProxy({ code });
      const proxyUrl = `socks5://${proxy.address}`;
      await assert.rejects(get(6443, { ...options, proxyUrl }), (error: Error) => {
        const request = { url: "https://127.0.0.1:6443", proxy: "p" };
        const { message, details } = connectionError(error, request);
        assert.deepEqual([details.kind, details.sent], ["proxy", false]);
        assert.match(message, new RegExp(`${reason}\nThe proxy p did not lead to 127`, "i"));
        return true;
      });
    });
  }

  Deno.test(
    `a transport (${name}) logs in at a proxy with bytes that are no UTF-8`,
    unwatched,
    async () => {
      using server = rawServer(pair);
      using proxy = httpProxy();
      await get(server.port, { ...options, proxyUrl: `http://u:p%E9%FF@${proxy.address}` });
      assert.equal(proxy.tunnels[0]?.authorization, `Basic ${btoa("u:p\xe9\xff")}`);
    },
  );

  Deno.test(`a transport (${name}) logs in at a proxy`, unwatched, async () => {
    using server = rawServer(pair);
    using proxy = httpProxy();
    await get(server.port, { ...options, proxyUrl: `http://me%40x:p%3Aw@${proxy.address}` });
    assert.equal(proxy.tunnels[0]?.authorization, `Basic ${btoa("me@x:p:w")}`);
  });
}

Deno.test(
  "a transport goes through an https proxy, and refuses it where a socket of our own is needed",
  {
    sanitizeResources: false,
    sanitizeOps: false,
  },
  async () => {
    using server = rawServer(pair);
    using proxy = httpProxy({ secure: pair });
    const proxyUrl = `https://${proxy.address}`;
    assert.deepEqual(await get(server.port, { ca, proxyUrl }), ["{}"]);
    assert.equal(proxy.tunnels.length, 1);
    await assert.rejects(get(server.port, { insecure: true, proxyUrl }), {
      name: "ConfigError",
      message: /^error: an https:\/\/ proxy can't be combined/,
    });
  },
);
