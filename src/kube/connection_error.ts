/** Puts what the runtime throws for a failed request into words, with what to do about it. */

import { ConnectionError } from "./errors.ts";

type Kind = ConnectionError["details"]["kind"];

interface Pattern {
  readonly kind: Kind;
  readonly matches: RegExp;
  readonly sent: boolean;
  /** The line to print. */
  readonly line: (host: string, reason: string) => string;
}

const unable = "Unable to connect to the server:";

/** The first that matches counts. The texts matched are those of hyper, rustls, undici and the system. */
const patterns: readonly Pattern[] = [
  {
    kind: "timeout",
    matches: /timed? ?out|TimeoutError/i,
    sent: true,
    line: (host, reason) =>
      `${unable} ${reason}\nNothing came from ${host} in time; --request-timeout sets how long to wait.`,
  },
  {
    kind: "unknown-host",
    matches: /dns error|failed to lookup|ENOTFOUND|EAI_AGAIN|name or service not known/i,
    sent: false,
    line: (host) =>
      `${unable} dial tcp: lookup ${host}: no such host\nCheck the server's name in the kubeconfig, and the network.`,
  },
  {
    kind: "proxy",
    matches: /proxy|tunnel|socks/i,
    sent: false,
    line: (host, reason) =>
      `${unable} ${reason} (on the way to ${host})\nCheck proxy-url in the kubeconfig, HTTPS_PROXY and NO_PROXY.`,
  },
  {
    kind: "tls",
    matches: /certificate expired|CERT_HAS_EXPIRED|NotValidYet|not valid yet/i,
    sent: false,
    line: (host) =>
      `${unable} tls: failed to verify certificate: x509: certificate has expired or is not yet valid\nThe certificate of ${host} must be renewed, or this machine's clock is wrong.`,
  },
  {
    kind: "tls",
    matches: /UnknownIssuer|unknown ?issuer|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|BadSignature/i,
    sent: false,
    line: (host) =>
      `${unable} tls: failed to verify certificate: x509: certificate signed by unknown authority\nThe kubeconfig's certificate-authority is not the one of ${host}, or it names none and the system does not trust it.`,
  },
  {
    kind: "tls",
    matches: /NotValidForName|not valid for|ALTNAME|CaUsedAsEndEntity/i,
    sent: false,
    line: (host, reason) =>
      `${unable} tls: failed to verify certificate: x509: ${reason}\nUse a name that the certificate of ${host} holds, or --tls-server-name.`,
  },
  {
    kind: "tls",
    matches:
      /certificate|handshake|alert|InvalidContentType|corrupt message|wrong version|\bssl\b|\btls\b/i,
    sent: false,
    line: (host, reason) =>
      `${unable} tls: ${reason}\n${host} may not speak TLS, or wants a client certificate.`,
  },
  {
    kind: "refused",
    matches: /refused|ECONNREFUSED/i,
    sent: false,
    line: (host) =>
      `The connection to the server ${host} was refused - did you specify the right host or port?`,
  },
  {
    kind: "broken",
    matches: /unreachable|EHOSTUNREACH|ENETUNREACH|no route/i,
    sent: false,
    line: (host, reason) => `${unable} dial tcp ${host}: ${reason}`,
  },
];

/**
 * @param error what fetch threw
 * @param url the request's; only its host is shown
 * @param acknowledged the code of a 2xx whose body was lost
 */
export function connectionError(
  error: unknown,
  url: string,
  acknowledged?: number,
): ConnectionError {
  const { host } = new URL(url);
  const text = chain(error);
  const found = patterns.find((pattern) => pattern.matches.test(text));
  const reason = innermost(error);
  const line = found?.line(host, reason) ??
    `${unable} the connection to ${host} broke: ${reason}`;
  const details = { kind: found?.kind ?? "broken", sent: found?.sent ?? true, acknowledged };
  return new ConnectionError(line, details, { cause: error });
}

function chain(error: unknown): string {
  const texts: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    texts.push(at.name, (at as { code?: string }).code ?? "", at.message);
  }
  return texts.join(" ");
}

/** The last part of the last cause's message: what comes before it repeats the URL. */
function innermost(error: unknown): string {
  let at = error;
  for (let depth = 0; at instanceof Error && at.cause instanceof Error && depth < 8; depth++) {
    at = at.cause;
  }
  const message = at instanceof Error ? at.message : String(at);
  return message.replace(/^.*\bfor url \(.*?\): /, "").replace(/^client error \(\w+\): /, "");
}
