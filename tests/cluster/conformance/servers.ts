// What stands between a client and the API server, or in its place.

import { issue, newAuthority, type Pair } from "../../../testcluster/certificates.ts";
import { selfSigned } from "../../unit/kube/support/unusual_certificates.ts";

/** Forgotten at the end of the process: these live as long as the tests. */
function unawaited(_: unknown): void {}

/**
 * Speaks TLS and passes requests below `/k8s/clusters/c-1` on to the API server, as Rancher does.
 * @returns its port
 */
export function front(pair: Pair, api: string, ca: string): number {
  const client = Deno.createHttpClient({ caCerts: [ca] });
  const at = { hostname: "127.0.0.1", port: 0, onListen() {} };
  const server = Deno.serve(
    { ...at, cert: pair.certificate, key: pair.key },
    async (request) => {
      const { pathname, search } = new URL(request.url);
      const path = pathname.replace(/^\/k8s\/clusters\/c-1/, "");
      const { method } = request;
      const body = method === "GET" ? undefined : await request.text();
      // As a list: repeated headers stay apart.
      return await fetch(api + path + search, {
        client,
        method,
        headers: [...request.headers],
        body,
      });
    },
  );
  return server.addr.port;
}

/** Accepts TLS with that certificate and says no more. @returns its port */
export function silent(pair: Pair): number {
  const listener = Deno.listenTls({
    hostname: "127.0.0.1",
    port: 0,
    cert: pair.certificate,
    key: pair.key,
  });
  unawaited((async () => {
    while (true) {
      unawaited((await listener.accept().catch(() => undefined))?.handshake().catch(() => {}));
    }
  })());
  return listener.addr.port;
}

/** Speaks TLS with that certificate and answers 401 to everything. @returns its port */
export function strict(pair: Pair, alpnProtocols: readonly string[] = ["http/1.1"]): number {
  const listener = Deno.listenTls({
    hostname: "127.0.0.1",
    port: 0,
    cert: pair.certificate,
    key: pair.key,
    alpnProtocols: [...alpnProtocols],
  });
  const answer = new TextEncoder().encode(
    "HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
  );
  unawaited((async () => {
    while (true) {
      const connection = await listener.accept().catch(() => undefined);
      unawaited(
        (async () => {
          await connection?.read(new Uint8Array(4096));
          await connection?.write(answer);
          connection?.close();
        })().catch(() => {}),
      );
    }
  })());
  return listener.addr.port;
}

export function closedPort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}

/** Passes bytes from [::1] on to 127.0.0.1. @returns its port */
export function onIpv6(port: number): number {
  const listener = Deno.listen({ hostname: "::1", port: 0 });
  unawaited((async () => {
    for await (const client of listener) {
      const server = await Deno.connect({ hostname: "127.0.0.1", port });
      unawaited(client.readable.pipeTo(server.writable).catch(() => {}));
      unawaited(server.readable.pipeTo(client.writable).catch(() => {}));
    }
  })());
  return listener.addr.port;
}

/** An OpenID Connect provider that gives that token for any refresh token. @returns its issuer URL */
export function identityProvider(idToken: string): string {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { pathname, origin } = new URL(request.url);
    return Response.json(
      pathname.endsWith("/.well-known/openid-configuration")
        ? { token_endpoint: `${origin}/token` }
        : { id_token: idToken, token_type: "Bearer", access_token: "x" },
    );
  });
  return `http://127.0.0.1:${server.addr.port}`;
}

/** Certificates for servers that nobody should trust, or not without a word. */
export function badCertificates(authority: Pair) {
  const hosts = ["127.0.0.1", "localhost"];
  const server = { usage: "server", commonName: "server", hosts } as const;
  const day = 86_400_000;
  return {
    stranger: issue(newAuthority("stranger"), server),
    expired: issue(authority, {
      ...server,
      notBefore: new Date(Date.now() - 2 * day),
      notAfter: new Date(Date.now() - day),
    }),
    future: issue(authority, {
      ...server,
      notBefore: new Date(Date.now() + day),
      notAfter: new Date(Date.now() + 2 * day),
    }),
    otherName: issue(authority, { ...server, hosts: ["example.com"] }),
    ofClients: issue(authority, { ...server, usage: "client" }),
    selfSigned: selfSigned(false),
    selfSignedAuthority: selfSigned(true),
  };
}
