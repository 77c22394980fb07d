/** What can go wrong on the way to the API server and back, told from the runtime's texts. */

import type { ConnectionError } from "../api/errors.ts";

export interface Fault {
  readonly kind: ConnectionError["details"]["kind"];
  /** Whether the server may have acted on the request. */
  readonly sent: boolean;
  /** In kubectl's words where it has some. */
  readonly line: string;
  readonly advice: string;
}

export interface Failure {
  /** All that the error and its causes say. */
  readonly text: string;
  /** The last cause. */
  readonly reason: string;
  /** With the port, as it was written. */
  readonly host: string;
  /** Host and port of the proxy on the way. */
  readonly proxy?: string;
}

/** The texts matched are those of hyper, rustls, undici and the system. */
export function faultOf(failure: Failure): Fault {
  const sent = !beforeSending.test(failure.text);
  const found = patterns.find(([pattern]) => pattern.test(failure.text));
  const isDown = found?.[1] === refused || found?.[1] === unknownHost;
  if (failure.proxy && !sent && (isDown || !found)) return { sent, ...badProxy(failure) };
  return { sent, ...(found?.[1] ?? broken)(failure) };
}

/** Errors of connecting. */
const beforeSending =
  /client error \(Connect\)|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|tunnel|socks/i;

type Describe = (failure: Failure) => Omit<Fault, "sent">;

/** The first that matches counts. */
const patterns: readonly (readonly [RegExp, Describe])[] = [
  [/TimeoutError|ETIMEDOUT|timed out/i, timeout],
  [/certificate expired|CERT_HAS_EXPIRED|not valid yet/i, outOfDate],
  [/UnknownIssuer|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|BadSignature/i, unknownIssuer],
  [/CaUsedAsEndEntity/, authorityAsServer],
  [/certificate not valid for name|NotValidForName|ALTNAME/i, wrongName],
  [/InvalidContentType|wrong version number/i, notTls],
  [
    /close_notify|handshake eof|unexpected end of file|reset by peer|ECONNRESET|Broken pipe|EPIPE/i,
    broken,
  ],
  [/certificate|handshake|alert|\btls\b|\bssl\b/i, badTls],
  [/proxy auth|tunnel|Proxy server|socks|the proxy/i, badProxy],
  [/dns error|failed to lookup|ENOTFOUND|EAI_AGAIN/i, unknownHost],
  [/refused/i, refused],
];

const unable = "Unable to connect to the server:";
const unverified = `${unable} tls: failed to verify certificate: x509:`;

function timeout({ host, reason }: Failure) {
  return {
    kind: "timeout",
    line: `${unable} ${reason}`,
    advice:
      `Nothing came from ${host} in time: check the network; --request-timeout sets how long to wait.`,
  } as const;
}

function outOfDate({ host, reason }: Failure) {
  const ago = /\(([0-9]+) seconds (ago|in future)\)/.exec(reason);
  const when = ago ? ` (${duration(Number(ago[1]))} ${ago[2] === "ago" ? "ago" : "ahead"})` : "";
  return {
    kind: "tls",
    line: `${unverified} certificate has expired or is not yet valid${when}`,
    advice: `The certificate of ${host} must be renewed, or this machine's clock is wrong.`,
  } as const;
}

function unknownIssuer({ host }: Failure) {
  return {
    kind: "tls",
    line: `${unverified} certificate signed by unknown authority`,
    advice:
      `The kubeconfig's certificate-authority did not issue the certificate of ${host}; or it names none, and this system does not trust the one that did.`,
  } as const;
}

function authorityAsServer({ host }: Failure) {
  return {
    kind: "tls",
    line: `${unverified} certificate of a certificate authority (CA:TRUE) used as a server's`,
    advice:
      `kubectl takes it, the TLS library of this program does not: give ${host} a certificate with CA:FALSE; a self-signed one is fine.`,
  } as const;
}

function wrongName({ host, reason }: Failure) {
  const { name, held } = namesIn(reason);
  return {
    kind: "tls",
    line: `${unverified} certificate is valid for ${held.join(", ") || "no name"}, not ${name}`,
    advice:
      `Use a name that the certificate of ${host} holds: in the server's address, or with --tls-server-name.`,
  } as const;
}

/** From rustls' words, and from Node's. */
function namesIn(reason: string): { name: string; held: string[] } {
  const [, name, list = ""] = /not valid for name "(.*?)"(.*)/.exec(reason) ?? [];
  if (name !== undefined) {
    const held = [...list.matchAll(/\w+\("?([^")]+)"?\)/g)].map(([, held = ""]) => held);
    return { name, held };
  }
  const [, asked = "", altnames = ""] =
    /altnames: (?:Host|IP): (.*?)\.? is not in the cert's (?:altnames|list): ?(.*)/.exec(reason) ??
      [];
  const held = altnames.split(",").map((part) => part.replace(/^ *(DNS|IP Address):/, "").trim());
  return { name: asked, held: held.filter((part) => part !== "") };
}

function notTls({ host }: Failure) {
  return {
    kind: "tls",
    line: `${unable} http: server gave HTTP response to HTTPS client`,
    advice:
      `${host} does not speak TLS: check the server's port, or write http:// if it is kubectl proxy.`,
  } as const;
}

function badTls({ host, reason }: Failure) {
  return {
    kind: "tls",
    line: `${unable} tls: ${reason}`,
    advice: `The TLS handshake with ${host} failed: its certificate or yours was not accepted.`,
  } as const;
}

function badProxy({ host, reason, proxy }: Failure) {
  return {
    kind: "proxy",
    line: `${unable} proxyconnect tcp: ${reason}`,
    advice:
      `The proxy ${proxy} did not lead to ${host}: check proxy-url in the kubeconfig, or HTTPS_PROXY and NO_PROXY.`,
  } as const;
}

function unknownHost({ host }: Failure) {
  const name = host.replace(/:[0-9]+$/, "");
  return {
    kind: "unknown-host",
    line: `${unable} dial tcp: lookup ${name}: no such host`,
    advice: "Check the server's name in the kubeconfig, and the network.",
  } as const;
}

function refused({ host }: Failure) {
  return {
    kind: "refused",
    line:
      `The connection to the server ${host} was refused - did you specify the right host or port?`,
    advice:
      "Nothing listens there: check the server's address in the kubeconfig, and that it runs.",
  } as const;
}

function broken({ host, reason }: Failure) {
  // rustls adds where its programmers can read more.
  const what = reason.replace(/: https:\/\/docs\.rs\/\S+$/, "");
  return {
    kind: "broken",
    line: `${unable} the connection to ${host} broke: ${what}`,
    advice: "The server, or something on the way to it, closed the connection; try again.",
  } as const;
}

function duration(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  return days > 0 ? `${days} d` : `${Math.max(1, Math.floor(seconds / 60))} min`;
}
