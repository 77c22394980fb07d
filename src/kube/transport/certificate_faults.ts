/** Why a server's certificate is not accepted, told from the texts of rustls and, on newer Denos, Node. */

import { passedOverText } from "./authorities.ts";
import { type Describe, type Failure, unverified } from "./fault.ts";
import { wrongName } from "./name_fault.ts";

/** The first that matches counts. */
export const certificateFaults: readonly (readonly [RegExp, Describe])[] = [
  [/certificate expired|CERT_HAS_EXPIRED|not valid yet/i, outOfDate],
  [/BadSignature/, otherKey],
  [/UnknownIssuer/, unknownIssuer],
  [/SELF_SIGNED|UNABLE_TO_(VERIFY|GET)/, notVerified],
  [/CaUsedAsEndEntity/, authorityAsServer],
  [/EndEntityUsedAsCa/, serverAsAuthority],
  [/PathLenConstraintViolated/, tooLongPath],
  [/NameConstraintViolation/, nameNotPermitted],
  [/UnsupportedCriticalExtension/, criticalExtension],
  [/UnsupportedSignatureAlgorithm/, unknownAlgorithm],
  [/extended key usage/i, otherPurpose],
  [/certificate not valid for name|NotValidForName|ALTNAME/i, wrongName],
];

function outOfDate({ host, reason }: Failure) {
  const ago = /\(([0-9]+) seconds (ago|in future)\)/.exec(reason);
  const when = ago ? ` (${duration(Number(ago[1]))} ${ago[2] === "ago" ? "ago" : "ahead"})` : "";
  return unverified(
    `certificate has expired or is not yet valid${when}`,
    `The certificate of ${host} must be renewed, or that of an authority which it sends along; or this machine's clock is wrong.`,
  );
}

const unknownAuthority = "certificate signed by unknown authority";

function unknownIssuer({ host, passedOver }: Failure) {
  return unverified(
    unknownAuthority,
    `The kubeconfig's certificate-authority did not issue the certificate of ${host}; or it names none, and this system does not trust the one that did.${
      besides(passedOver)
    }`,
  );
}

/** Node's words on newer Denos, which do not tell the cause. */
function notVerified({ host, passedOver }: Failure) {
  return unverified(
    unknownAuthority,
    `The kubeconfig's certificate-authority did not issue the certificate of ${host}, or that is expired or not for servers; without tls-server-name, the error says which.${
      besides(passedOver)
    }`,
  );
}

function besides(passedOver: readonly string[] = []): string {
  return passedOver.length === 0 ? "" : ` Passed over: ${passedOverText(passedOver)}.`;
}

function otherKey({ host }: Failure) {
  return unverified(
    unknownAuthority,
    `An authority of that name is trusted, but another key signed the certificate of ${host}: the cluster's authority was replaced, so get a new kubeconfig. (An RSA key under 2048 bits on the way has the same effect; kubectl takes one, the TLS library of this program does not.)`,
  );
}

function authorityAsServer({ host }: Failure) {
  return unverified(
    "certificate of a certificate authority (CA:TRUE) used as a server's",
    `kubectl takes it, the TLS library of this program does not: give ${host} a certificate with CA:FALSE; a self-signed one is fine.`,
  );
}

function serverAsAuthority({ host }: Failure) {
  return unverified(
    `${unknownAuthority} (x509: invalid signature: parent certificate cannot sign this kind of certificate)`,
    `A certificate that ${host} sends along is no authority's (CA:FALSE) and signed another: have the server's issued by an authority.`,
  );
}

function tooLongPath({ host }: Failure) {
  return unverified(
    "too many intermediates for path length constraint",
    `An authority in the chain of ${host} may not have so many others below it (pathlen): have the certificate issued by one further up.`,
  );
}

function nameNotPermitted({ host }: Failure) {
  return unverified(
    "a root or intermediate certificate is not authorized to sign for this name",
    `An authority in the chain of ${host} is limited to other names (nameConstraints): have the certificate issued by one that is not.`,
  );
}

function criticalExtension({ host }: Failure) {
  return unverified(
    "unhandled critical extension",
    `The certificate of ${host}, or of an authority that it sends along, has an extension that is marked as critical and not known here: have it issued without.`,
  );
}

function unknownAlgorithm({ host }: Failure) {
  return unverified(
    "cannot verify signature: algorithm unimplemented",
    `The certificate of ${host}, or of an authority that it sends along, is signed in a way that the TLS library of this program does not verify: by SHA-1, which kubectl refuses too, or by ECDSA with SHA-512 or a P-224 key; have it signed with SHA-256 (SHA-384 for P-384).`,
  );
}

function otherPurpose({ host, reason }: Failure) {
  const isForAny = /\b2, 5, 29, 37, 0\b|2\.5\.29\.37\.0/.test(reason);
  return unverified(
    "certificate specifies an incompatible key usage",
    isForAny
      ? `The certificate of ${host}, or of an authority that it sends along, is for any purpose (anyExtendedKeyUsage), which kubectl takes and the TLS library of this program does not: have it issued for serverAuth.`
      : `The certificate of ${host}, or of an authority that it sends along, is not for servers: have it issued with the extended key usage serverAuth.`,
  );
}

function duration(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  return days > 0 ? `${days} d` : `${Math.max(1, Math.floor(seconds / 60))} min`;
}
