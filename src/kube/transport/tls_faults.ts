/** What can go wrong with TLS, told from rustls' and Node's texts. */

import type { Describe, Failure } from "./fault.ts";

/** The server's certificate is not accepted here. The first that matches counts. */
export const certificateFaults: readonly (readonly [RegExp, Describe])[] = [
  [/certificate expired|CERT_HAS_EXPIRED|not valid yet/i, outOfDate],
  [/UnknownIssuer|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|BadSignature/i, unknownIssuer],
  [/CaUsedAsEndEntity/, authorityAsServer],
  [/certificate not valid for name|NotValidForName|ALTNAME/i, wrongName],
  [/InvalidContentType|wrong version number/i, notTls],
];

/** The rest; a connection that broke may say some of these words too. */
export const handshakeFaults: readonly (readonly [RegExp, Describe])[] = [
  [/certificate|handshake|alert|\btls\b|\bssl\b/i, badTls],
];

const unable = "Unable to connect to the server:";
const unverified = `${unable} tls: failed to verify certificate: x509:`;

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

function duration(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  return days > 0 ? `${days} d` : `${Math.max(1, Math.floor(seconds / 60))} min`;
}
