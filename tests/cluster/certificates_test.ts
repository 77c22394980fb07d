import assert from "node:assert/strict";
import {
  type CertificateRequest,
  issue,
  newAuthority,
  type Pair,
} from "../../testcluster/certificates.ts";

for (const keyType of ["ec", "rsa"] as const) {
  Deno.test(`issue() makes certificates that TLS takes (${keyType})`, async () => {
    const authority = newAuthority("authority", keyType);
    const pair = issue(authority, { ...SERVER, keyType });
    assert.equal(await handshake(pair, authority, "127.0.0.1"), "ok");
    assert.equal(await handshake(pair, authority, "localhost"), "ok");
  });
}

Deno.test("issue() makes certificates that TLS refuses", async () => {
  const authority = newAuthority("authority");
  const good = issue(authority, SERVER);
  assert.match(await handshake(good, newAuthority("authority"), "127.0.0.1"), /BadSignature/);
  assert.match(await handshake(good, newAuthority("stranger"), "127.0.0.1"), /UnknownIssuer/);
  const expired = issue(authority, { ...SERVER, notAfter: new Date(Date.now() - 60_000) });
  assert.match(await handshake(expired, authority, "127.0.0.1"), /certificate expired/);
  const future = issue(authority, { ...SERVER, notBefore: new Date("2060-01-01") });
  assert.match(await handshake(future, authority, "127.0.0.1"), /not valid yet/);
  const elsewhere = issue(authority, { ...SERVER, hosts: ["10.0.0.1", "example.com"] });
  assert.match(await handshake(elsewhere, authority, "127.0.0.1"), /not valid for name/);
  const client = issue(authority, { ...SERVER, usage: "client" });
  assert.match(await handshake(client, authority, "127.0.0.1"), /purpose|key usage/i);
});

const SERVER: CertificateRequest = {
  usage: "server",
  commonName: "server",
  hosts: ["127.0.0.1", "::1", "localhost"],
  notAfter: new Date("2061-01-01"),
};

/** @returns "ok", or why a client that trusts `authority` does not trust `server` */
async function handshake(server: Pair, authority: Pair, hostname: string): Promise<string> {
  using listener = Deno.listenTls({
    hostname: "127.0.0.1",
    port: 0,
    cert: server.certificate,
    key: server.key,
  });
  const accepted = listener.accept().then(async (connection) => {
    await connection.handshake().catch(() => {});
    connection.close();
  });
  const tcp = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  try {
    const options = { hostname, caCerts: [authority.certificate] };
    using connection = await Deno.startTls(tcp, options);
    await connection.handshake();
    return "ok";
  } catch (error) {
    return String(error);
  } finally {
    await accepted;
  }
}
