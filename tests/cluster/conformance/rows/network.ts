// Proxies, and servers that do not answer.

import assert from "node:assert/strict";
import { config, type Row } from "../row.ts";
import type { World } from "../world.ts";

type Dict = Record<string, unknown>;

function cluster(entry: (world: World) => Dict) {
  return (world: World) => ({
    config: config({
      server: world.server,
      "certificate-authority-data": world.caData,
      ...entry(world),
    }, { token: world.token }),
  });
}

/** A name that only the proxies can lead to. */
const behindProxy = cluster(({ frontPort }) => ({
  server: `https://kubernetes.test:${frontPort}/k8s/clusters/c-1`,
}));

function throughProxy(
  which: "httpProxy" | "socksProxy",
  host = "kubernetes.test",
): Row["alsoHolds"] {
  return (world) =>
    assert.match(world[which].tunnels.at(-1)?.target ?? "", new RegExp(`^${host}:`));
}

const noSuchHost =
  /Unable to connect to the server: dial tcp: lookup kubernetes.test( on .*)?: no such host/;

export const networkRows: Row[] = [
  {
    name: "proxy: HTTPS_PROXY",
    files: behindProxy,
    env: ({ httpProxy }) => ({ HTTPS_PROXY: `http://${httpProxy.address}` }),
    expect: "same",
    alsoHolds: throughProxy("httpProxy"),
  },
  {
    name: "proxy: https_proxy without a scheme, with a user and password",
    files: behindProxy,
    env: ({ httpProxy }) => ({ https_proxy: `me:pass%20word@${httpProxy.address}` }),
    expect: "same",
    alsoHolds: ({ httpProxy }) =>
      assert.equal(httpProxy.tunnels.at(-1)?.authorization, `Basic ${btoa("me:pass word")}`),
  },
  {
    name: "proxy: HTTPS_PROXY of SOCKS",
    files: behindProxy,
    env: ({ socksProxy }) => ({ HTTPS_PROXY: `socks5://${socksProxy.address}` }),
    expect: "same",
    alsoHolds: throughProxy("socksProxy"),
  },
  {
    name: "proxy: HTTPS_PROXY where the server's certificate is not verified",
    files: cluster(({ frontPort }) => ({
      server: `https://kubernetes.test:${frontPort}/k8s/clusters/c-1`,
      "certificate-authority-data": undefined,
      "insecure-skip-tls-verify": true,
    })),
    env: ({ httpProxy }) => ({ HTTPS_PROXY: `http://${httpProxy.address}` }),
    expect: "same",
    alsoHolds: throughProxy("httpProxy"),
  },
  {
    name: "proxy: never for loopback",
    files: cluster(() => ({})),
    env: () => ({ HTTPS_PROXY: "http://127.0.0.1:1", ALL_PROXY: "http://127.0.0.1:1" }),
    expect: "same",
  },
  ...["kubernetes.test", ".test", "*.test", "other,test", "*", "KUBERNETES.TEST"].map((
    noProxy,
  ): Row => ({
    name: `proxy: NO_PROXY=${noProxy}`,
    files: behindProxy,
    env: ({ httpProxy }) => ({ HTTPS_PROXY: `http://${httpProxy.address}`, NO_PROXY: noProxy }),
    expect: { error: noSuchHost },
  })),
  ...["est", "kubernetes.test:1", "10.0.0.0/8", "s.test", ""].map((noProxy): Row => ({
    name: `proxy: NO_PROXY=${noProxy} does not concern the server`,
    files: behindProxy,
    env: ({ httpProxy }) => ({ HTTPS_PROXY: `http://${httpProxy.address}`, NO_PROXY: noProxy }),
    expect: "same",
    alsoHolds: throughProxy("httpProxy"),
  })),
  {
    name: "proxy: NO_PROXY with a range of addresses",
    files: cluster(() => ({ server: "https://192.0.2.1:6443" })),
    env: () => ({ HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "192.0.2.0/24" }),
    flags: () => ["--request-timeout=1s"],
    // Whatever the network makes of that address, it is not the proxy's doing.
    expect: { error: /192\.0\.2\.1:6443|deadline exceeded|awaiting headers/ },
  },
  {
    name: "proxy: proxy-url of http, for loopback and against NO_PROXY",
    files: cluster(({ httpProxy }) => ({ "proxy-url": `http://${httpProxy.address}` })),
    env: () => ({ NO_PROXY: "*" }),
    expect: "same",
    alsoHolds: throughProxy("httpProxy", "127.0.0.1"),
  },
  {
    name: "proxy: proxy-url of SOCKS, with a client certificate",
    files: ({ server, caData, socksProxy, ec }) => ({
      config: config({
        server,
        "certificate-authority-data": caData,
        "proxy-url": `socks5://${socksProxy.address}`,
      }, {
        "client-certificate-data": btoa(ec.certificate),
        "client-key-data": btoa(ec.key),
      }),
    }),
    expect: "same",
    alsoHolds: throughProxy("socksProxy", "127.0.0.1"),
  },
  {
    name: "proxy: proxy-url with another scheme",
    files: cluster(() => ({ "proxy-url": "ftp://x" })),
    expect: {
      error:
        /error: invalid 'proxy-url' .*for cluster "c": unsupported scheme "ftp", must be http, https, or socks5/,
    },
  },
  {
    name: "proxy: nothing listens there",
    files: cluster(({ closedPort }) => ({ "proxy-url": `http://127.0.0.1:${closedPort}` })),
    expect: {
      kubectl: /The connection to the server .* was refused/,
      ours:
        /Unable to connect to the server: proxyconnect tcp: .*refused.*\nThe proxy 127.0.0.1:\d+ did not lead to/,
    },
  },
  {
    name: "network: nothing listens there",
    files: cluster(({ closedPort }) => ({ server: `https://127.0.0.1:${closedPort}` })),
    expect: {
      error:
        /The connection to the server 127.0.0.1:\d+ was refused - did you specify the right host or port\?/,
    },
  },
  { name: "network: a name that is not there", files: behindProxy, expect: { error: noSuchHost } },
  {
    name: "network: --request-timeout",
    files: cluster(({ silent }) => ({ server: `https://127.0.0.1:${silent.good}` })),
    flags: () => ["--request-timeout=1s"],
    expect: { error: /Unable to connect to the server: .*(deadline exceeded|awaiting headers)/ },
  },
  {
    name: "network: a scheme that is none of http",
    files: cluster(() => ({ server: "ftp://127.0.0.1" })),
    expect: { error: /Unable to connect to the server: unsupported protocol scheme "ftp"/ },
  },
  {
    name: "network: an address that is none",
    files: cluster(() => ({ server: "https://" })),
    expect: { error: /error: host must be a URL or a host:port pair: "https:\/\/"/ },
  },
  {
    name: "network: host and port with a path, but without a scheme",
    files: cluster(() => ({ server: "127.0.0.1:1/path" })),
    expect: { error: /error: host must be a URL or a host:port pair: "127.0.0.1:1\/path"/ },
  },
];
