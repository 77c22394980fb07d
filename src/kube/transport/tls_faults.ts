/** What can go wrong with TLS beside the server's certificate, told from rustls' texts. */

import type { Describe, Failure } from "./fault.ts";
import { alertReceived } from "./tls_alerts.ts";

/** The first that matches counts; a connection that broke may say some of these words too. */
export const handshakeFaults: readonly (readonly [RegExp, Describe])[] = [
  [/received fatal alert/, alertReceived],
  [/certificate|handshake|alert|\btls\b|\bssl\b/i, badTls],
];

const unable = "Unable to connect to the server:";

export function notTls({ host }: Failure) {
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
