/** What can be seen of credentials that the server does not take, without showing them. */

import { X509Certificate } from "node:crypto";
import type { ClientCertificate } from "./credentials.ts";

export interface RefusedCredentials {
  /** The value of the Authorization header. */
  readonly authorization?: string;
  readonly certificate?: ClientCertificate;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** @returns a line with what to do */
export function whyUnauthorized({ authorization, certificate, now }: RefusedCredentials): string {
  if (certificate !== undefined) {
    const end = Date.parse(new X509Certificate(certificate.cert).validTo);
    if (end < now) return `The client certificate expired on ${day(end)}: get a new one.`;
  }
  if (authorization === undefined) {
    return certificate === undefined
      ? "The kubeconfig names no credentials for this user, and the server takes nobody unknown."
      : "The server does not trust the issuer of the client certificate, or it is meant for another cluster.";
  }
  if (authorization.startsWith("Basic ")) {
    return "API servers have not taken user names and passwords since Kubernetes 1.19; what stands in front of this one refused them.";
  }
  const { begin, end } = lifeOf(authorization);
  if (end !== undefined && end < now) return `The token expired on ${day(end)}: get a new one.`;
  if (begin !== undefined && begin > now) {
    return `The token is good only from ${day(begin)} on, and it is ${
      day(now)
    } here: set this machine's clock, or that of whoever issued it.`;
  }
  return "The token is not one of this cluster, or was revoked: get a new one.";
}

/** Of a JSON Web Token, in milliseconds since the epoch. Source: RFC 7519, 4.1. */
function lifeOf(authorization: string): { begin?: number; end?: number } {
  const [, payload = ""] = authorization.split(".");
  try {
    const claims = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
    return { begin: milliseconds(claims.nbf ?? claims.iat), end: milliseconds(claims.exp) };
  } catch {
    return {};
  }
}

function milliseconds(seconds: unknown): number | undefined {
  return typeof seconds === "number" && Math.abs(seconds) < 8.64e12 ? seconds * 1_000 : undefined;
}

function day(ms: number): string {
  return new Date(ms).toISOString().replace("T", " ").replace(/:\d\d\.\d+Z/, " UTC");
}
