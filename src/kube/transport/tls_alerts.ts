/** TLS alerts (RFC 8446, 6): what a server says when it breaks off, and what to do about it. */

import type { Failure } from "./fault.ts";

/** rustls' names, Go's words (crypto/tls, alertText), and the advice for each. */
type Alert = readonly [words: string, advice: (host: string) => string];

const own = (host: string) =>
  `${host} broke off the TLS handshake with an error of its own: look into its log, or that of what stands in front of it.`;
const noCommon = (host: string) =>
  `${host} found nothing in common with this program, which speaks TLS 1.2 and 1.3 with AES-GCM or ChaCha20 (no CBC), ECDHE by X25519, P-256 or P-384 (no P-521); or it wants a client certificate.`;
const refused = (host: string) =>
  `${host} does not take the client certificate: check client-certificate of the kubeconfig's user, and that it is meant for clients of this cluster.`;
const outdated = (host: string) =>
  `${host} says that the client certificate is no longer valid: get a new one, or check the server's clock.`;

const alerts: Readonly<Record<string, Alert>> = {
  UnexpectedMessage: ["unexpected message", own],
  BadRecordMac: ["bad record MAC", own],
  DecryptionFailed: ["decryption failed", own],
  RecordOverflow: ["record overflow", own],
  DecompressionFailure: ["decompression failure", own],
  HandshakeFailure: ["handshake failure", noCommon],
  BadCertificate: ["bad certificate", refused],
  UnsupportedCertificate: ["unsupported certificate", refused],
  CertificateRevoked: ["revoked certificate", outdated],
  CertificateExpired: ["expired certificate", outdated],
  CertificateUnknown: ["unknown certificate", refused],
  IllegalParameter: ["illegal parameter", own],
  UnknownCA: [
    "unknown certificate authority",
    (host) =>
      `${host} does not know the authority that issued the client certificate: it is meant for another cluster, or the cluster's authority was replaced; get a new kubeconfig.`,
  ],
  AccessDenied: ["access denied", refused],
  DecodeError: ["error decoding message", own],
  DecryptError: ["error decrypting message", own],
  ExportRestriction: ["export restriction", noCommon],
  ProtocolVersion: [
    "protocol version not supported",
    (host) =>
      `${host} speaks neither TLS 1.2 nor 1.3, and kubectl speaks nothing older either: update it, or what stands in front of it.`,
  ],
  InsufficientSecurity: ["insufficient security level", noCommon],
  InternalError: ["internal error", own],
  InappropriateFallback: ["inappropriate fallback", own],
  UserCanceled: ["user canceled", own],
  NoRenegotiation: ["no renegotiation", own],
  MissingExtension: ["missing extension", own],
  UnsupportedExtension: ["unsupported extension", own],
  CertificateUnobtainable: ["certificate unobtainable", refused],
  UnrecognisedName: [
    "unrecognized name",
    (host) =>
      `${host} has no certificate for the name that it was asked for: check the server's address, or tls-server-name.`,
  ],
  BadCertificateStatusResponse: ["bad certificate status response", own],
  BadCertificateHashValue: ["bad certificate hash value", refused],
  UnknownPSKIdentity: ["unknown PSK identity", own],
  CertificateRequired: [
    "certificate required",
    (host) =>
      `${host} wants a client certificate, and the kubeconfig's user has none: set client-certificate and client-key, or log in as another user.`,
  ],
  NoApplicationProtocol: [
    "no application protocol",
    (host) =>
      `${host} speaks HTTP/2 only, which kubectl does and this program does not: have it, or what stands in front of it, speak HTTP/1.1 too.`,
  ],
  EncryptedClientHelloRequired: ["encrypted client hello required", own],
};

/** In kubectl's words. */
export function alertReceived({ host, reason }: Failure) {
  const [, name = ""] = /received fatal alert: (\S+)/.exec(reason) ?? [];
  const [words, advice] = alerts[name] ?? [name, own];
  return {
    kind: "tls",
    line: `Unable to connect to the server: remote error: tls: ${words}`,
    advice: advice(host),
  } as const;
}
