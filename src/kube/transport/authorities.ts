/** Which certificates can be trusted to have issued others, and why the rest can't. */

import { ConfigError } from "../api/errors.ts";
import { type Certificate, readCertificate } from "../credentials/certificate.ts";
import { certificateBlocks, type PemBlock, toPem } from "../credentials/pem.ts";

/** PEM, and where it is from. */
export interface Source {
  readonly pem: string;
  /** A file's path, or the field of the kubeconfig. */
  readonly origin: string;
  /** Whether the system's vendor chose them: then only their dates are looked at, for a quick start. */
  readonly isVetted?: boolean;
}

export interface Authority {
  /** One certificate. */
  readonly pem: string;
  /** Its name and origin, for errors. */
  readonly what: () => string;
}

export interface Authorities {
  readonly trusted: readonly Authority[];
  /** Why others are not, such as `"old" in /etc/ca.pem expired on 2026-01-01 00:00 UTC`. */
  readonly passedOver: readonly string[];
}

/**
 * One that can't be used is passed over, as by Go's AppendCertsFromPEM. Then come the checks that Go
 * makes when it meets the authority and rustls (webpki) does not, which trusts what it was given.
 * @param now milliseconds since the epoch
 */
export function readAuthorities(sources: readonly Source[], now: number): Authorities {
  const trusted: Authority[] = [];
  const passedOver: string[] = [];
  for (const { pem, origin, isVetted = false } of sources) {
    for (const block of blocksIn(pem)) {
      const certificate = read(block.bytes);
      const what = () => `${certificate ? quoted(certificate) : "a certificate"} in ${origin}`;
      const reason = certificate ? whyNot(certificate, now, isVetted) : "is malformed";
      if (reason === undefined) trusted.push({ pem: toPem(block), what });
      else passedOver.push(`${what()} ${reason}`);
    }
  }
  return { trusted, passedOver };
}

/** Escaped too: whoever made the certificate chose its name. */
function quoted(certificate: Certificate): string {
  return JSON.stringify(certificate.name().slice(0, 100));
}

const mostReasons = 3;

/** For errors, which a bundle with many bad certificates would make too long. */
export function passedOverText(reasons: readonly string[]): string {
  const more = reasons.length - mostReasons;
  return reasons.slice(0, mostReasons).join("; ") + (more > 0 ? `; and ${more} more` : "");
}

/**
 * @throws {ConfigError} in kubectl's words where none of the certificates can be read
 * (client-go/transport, createErrorParsingCAData)
 */
export function checkReadable({ pem, origin }: Source): void {
  const blocks = blocksIn(pem);
  if (blocks.length === 0) throw unusable("unable to parse bytes as PEM block", origin);
  if (blocks.some(({ bytes }) => read(bytes) !== undefined)) return;
  throw unusable("failed to parse certificate: x509: malformed certificate", origin);
}

/** Go takes none that has headers. */
function blocksIn(pem: string): PemBlock[] {
  return certificateBlocks(pem).filter(({ headers }) => headers === "");
}

function unusable(reason: string, origin: string): ConfigError {
  return new ConfigError(`error: unable to load root certificates: ${reason} (in ${origin})`);
}

function read(der: Uint8Array): Certificate | undefined {
  try {
    return readCertificate(der);
  } catch {
    return undefined;
  }
}

function whyNot(certificate: Certificate, now: number, isVetted: boolean): string | undefined {
  const fault = outOfDate(certificate, now);
  if (fault !== undefined || isVetted) return fault;
  try {
    return powerless(certificate) ?? unknownKey(certificate);
  } catch {
    return "is malformed";
  }
}

function outOfDate({ notBefore, notAfter }: Certificate, now: number): string | undefined {
  if (now > notAfter) return `expired on ${minute(notAfter)}`;
  return now < notBefore ? `is not valid before ${minute(notBefore)}` : undefined;
}

/** Source: Go's crypto/x509, CheckSignatureFrom and checkChainForKeyUsage. */
function powerless(certificate: Certificate): string | undefined {
  const { isAuthority, maySign, isForServers, areUnknown } = certificate.extensions();
  if (areUnknown) return "has a critical extension that is not known here";
  if (isForServers === false) return "is not for servers (extendedKeyUsage without serverAuth)";
  if (isAuthority === false || (certificate.version === 3 && isAuthority === undefined)) {
    // One that is its own issuer stands there for itself: it is the server's.
    return certificate.isSelfIssued() ? undefined : "is no authority's certificate (CA:FALSE)";
  }
  return maySign === false ? "may not sign certificates (no keyCertSign)" : undefined;
}

/** What rustls verifies signatures with, as it comes in Deno. */
function unknownKey(certificate: Certificate): string | undefined {
  const key = certificate.key();
  const [kind, size] = key?.split(" ") ?? [];
  if (kind === "RSA" && Number(size) >= 2048 && Number(size) <= 8192) return undefined;
  if (kind === "EC" && /^P-(256|384|521)$/.test(size ?? "")) return undefined;
  return kind === "Ed25519"
    ? undefined
    : `has a key that this program can't verify with (${key ?? "of an unknown kind"})`;
}

function minute(ms: number): string {
  return new Date(ms).toISOString().replace("T", " ").replace(/:\d\d\.\d+Z/, " UTC");
}
