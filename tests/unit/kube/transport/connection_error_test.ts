import assert from "node:assert/strict";
import { connectionError } from "../../../../src/kube/transport/connection_error.ts";

const url = "https://h:6443/apis/x?a=b";
const connect = `error sending request for url (${url}): client error (Connect): `;
const send =
  `error sending request from 1.2.3.4:5 for ${url} (6.7.8.9:6443): client error (SendRequest): `;

interface Row {
  /** As the runtime or undici words it. */
  readonly text: string;
  readonly code?: string;
  readonly kind: string;
  readonly sent: boolean;
  readonly message: RegExp;
}

const rows: readonly Row[] = [
  {
    text: `${connect}tcp connect error: Connection refused (os error 111)`,
    kind: "refused",
    sent: false,
    message:
      /^The connection to the server h:6443 was refused - did you specify the right host or port\?\nNothing listens there/,
  },
  ...["message head is too large", "invalid HTTP header parsed"].map((text) => ({
    text: `${send}${text}`,
    kind: "garbled",
    sent: true,
    message: new RegExp(
      `^Unable to connect to the server: h:6443 answered with headers that can't be read: ${text}\nWhat stands`,
    ),
  })),
  {
    text: "connect ECONNREFUSED 1.2.3.4:6443",
    code: "ECONNREFUSED",
    kind: "refused",
    sent: false,
    message: /^The connection to the server h:6443 was refused/,
  },
  {
    text: `${connect}dns error: failed to lookup address information: Name or service not known`,
    kind: "unknown-host",
    sent: false,
    message: /^Unable to connect to the server: dial tcp: lookup h: no such host\nCheck/,
  },
  {
    text: `${connect}invalid peer certificate: UnknownIssuer`,
    kind: "tls",
    sent: false,
    message:
      /tls: failed to verify certificate: x509: certificate signed by unknown authority\nThe kubeconfig's certificate-authority did not/,
  },
  {
    text:
      `${connect}invalid peer certificate: certificate expired: verification time 2 (UNIX), but certificate is not valid after 1 (172800 seconds ago)`,
    kind: "tls",
    sent: false,
    message:
      /x509: certificate has expired or is not yet valid \(2 d ago\)\nThe certificate of h:6443 must be renewed/,
  },
  {
    text:
      `${connect}invalid peer certificate: certificate not valid for name "h"; certificate is only valid for IpAddress(127.0.0.1) or DnsName("localhost")`,
    kind: "tls",
    sent: false,
    message: /x509: certificate is valid for localhost, 127.0.0.1, not h\n.*--tls-server-name/,
  },
  {
    text:
      "client error (Connect): Hostname/IP does not match certificate's altnames: Host: foo. is not in the cert's altnames: DNS:localhost, IP Address:127.0.0.1",
    code: "ERR_TLS_CERT_ALTNAME_INVALID",
    kind: "tls",
    sent: false,
    message: /x509: certificate is valid for localhost, 127.0.0.1, not foo\n.*--tls-server-name/,
  },
  {
    text: `${connect}invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))`,
    kind: "tls",
    sent: false,
    message: /certificate authority \(CA:TRUE\) used as a server's\nkubectl takes it/,
  },
  {
    text: `${connect}received corrupt message of type InvalidContentType`,
    kind: "tls",
    sent: false,
    message: /http: server gave HTTP response to HTTPS client\nh:6443 does not speak TLS/,
  },
  {
    text: `${connect}received fatal alert: CertificateRequired`,
    kind: "tls",
    sent: false,
    message:
      /^Unable to connect to the server: remote error: tls: certificate required\nh:6443 wants a client certificate/,
  },
  {
    text: `${connect}tls handshake eof`,
    kind: "broken",
    sent: false,
    message: /the connection to h:6443 broke: tls handshake eof\n/,
  },
  {
    text: `${send}connection closed before message completed`,
    kind: "broken",
    sent: true,
    message: /the connection to h:6443 broke: connection closed before message completed\n/,
  },
  {
    text: "other side closed",
    code: "UND_ERR_SOCKET",
    kind: "broken",
    sent: true,
    message: /the connection to h:6443 broke: other side closed\n/,
  },
  {
    text: `${connect}tcp connect error: Connection timed out (os error 110)`,
    kind: "timeout",
    sent: false,
    message: /Connection timed out \(os error 110\)\nNothing came from h:6443 in time/,
  },
];
for (const { text, code, kind, sent, message } of rows) {
  Deno.test(`connectionError() of "${text.slice(-60)}" is ${kind}`, () => {
    const error = connectionError(Object.assign(new TypeError(text), { code }), { url });
    assert.deepEqual([error.details.kind, error.details.sent], [kind, sent]);
    assert.match(error.message, message);
  });
}

const proxy = "p:3128";
const onTheWay: readonly (readonly [text: string, message: RegExp])[] = [
  [
    `${connect}tcp connect error: Connection refused (os error 111)`,
    /proxyconnect tcp: tcp connect error: Connection refused \(os error 111\)\nThe proxy p:3128 did not lead to h:6443/,
  ],
  [`${connect}dns error: failed to lookup address`, /proxyconnect tcp: dns error/],
  [`${connect}proxy authentication required`, /proxyconnect tcp: proxy authentication required/],
  [`${connect}unsuccessful tunnel`, /proxyconnect tcp: unsuccessful tunnel/],
  [`${connect}early eof: early eof`, /proxyconnect tcp: early eof/],
];
for (const [text, message] of onTheWay) {
  Deno.test(`connectionError() blames the proxy for "${text.slice(connect.length)}"`, () => {
    const error = connectionError(new TypeError(text), { url, proxy });
    assert.deepEqual([error.details.kind, error.details.sent], ["proxy", false]);
    assert.match(error.message, message);
  });
}

Deno.test("connectionError() does not blame the proxy for the server's certificate", () => {
  const text = `${connect}invalid peer certificate: UnknownIssuer`;
  assert.equal(connectionError(new TypeError(text), { url, proxy }).details.kind, "tls");
});

Deno.test("connectionError() tells why the address may be wrong, where nothing answers there", () => {
  const refused = new TypeError(`${connect}tcp connect error: Connection refused`);
  assert.match(
    connectionError(refused, { url, hint: "No kubeconfig." }).message,
    /\nNo kubeconfig\.$/,
  );
  const broken = new TypeError(`${send}reset`);
  assert.doesNotMatch(
    connectionError(broken, { url, hint: "No kubeconfig." }).message,
    /kubeconfig/,
  );
});

for (
  const name of ["tunnel.example.com", "socks-proxy.test", "refused.test", "tls.test", "x.tls"]
) {
  Deno.test(`connectionError() takes nothing from the server's own name ${name}`, () => {
    const url = `https://${name}:6443/apis/x`;
    const text =
      `error sending request from 1.2.3.4:5 for ${url} (${name}:6443): client error (SendRequest): connection closed before message completed`;
    const { kind, sent } = connectionError(new TypeError(text), { url }).details;
    assert.deepEqual([kind, sent], ["broken", true]);
  });
}

const noRoutes: readonly (readonly [text: string, what: string])[] = [
  ["tcp connect error: No route to host (os error 113)", "no route to host"],
  ["tcp connect error: Network is unreachable (os error 101)", "network is unreachable"],
  ["connect EHOSTUNREACH 1.2.3.4:6443", "no route to host"],
  ["tcp connect error: Host is down (os error 64)", "host is down"],
];
for (const [text, what] of noRoutes) {
  Deno.test(`connectionError() tells of "${text}" that no network leads there`, () => {
    const error = connectionError(new TypeError(connect + text), { url });
    assert.deepEqual([error.details.kind, error.details.sent], ["refused", false]);
    assert.equal(
      error.message.split("\n")[0],
      `Unable to connect to the server: dial tcp h:6443: connect: ${what}`,
    );
    assert.match(error.message, /the VPN and the routes/);
  });
}

Deno.test("connectionError() names the proxy where nothing came in time", () => {
  const error = connectionError(new DOMException("no answer within 5s", "TimeoutError"), {
    url,
    proxy,
  });
  assert.match(
    error.message,
    /^Unable .*no answer within 5s\nNothing came from h:6443 through the proxy p:3128 in time/,
  );
});

Deno.test("connectionError() blames the proxy for its refusal, whatever words that has", () => {
  for (
    const words of [
      "403 Tunnel or SSL Forbidden",
      "502 TLS handshake failed",
      "407 certificate wanted",
    ]
  ) {
    const cause = new Error(`the proxy opened no tunnel: ${words}`);
    const error = connectionError(
      new Error(`client error (Connect): ${cause.message}`, { cause }),
      { url, proxy },
    );
    assert.equal(error.details.kind, "proxy");
    assert.match(
      error.message,
      new RegExp(`proxyconnect tcp: the proxy opened no tunnel: ${words}\\n`),
    );
  }
});

Deno.test("connectionError() keeps that a 2xx came, and the cause", () => {
  const cause = new TypeError("error reading a body from connection");
  const error = connectionError(cause, { url, acknowledged: 200 });
  assert.deepEqual(error.details, { kind: "broken", sent: true, acknowledged: 200 });
  assert.equal(error.cause, cause);
});
