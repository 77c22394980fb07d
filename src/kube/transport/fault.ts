/** A failed request, as the runtime tells it and in our words. */

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
  /** Certificates of authorities that are not trusted, and why. */
  readonly passedOver?: readonly string[];
}

/** Puts a failure into words. */
export type Describe = (failure: Failure) => Omit<Fault, "sent">;

/** @param line in Go's words (crypto/x509) where it has some */
export function unverified(line: string, advice: string) {
  return {
    kind: "tls",
    line: `Unable to connect to the server: tls: failed to verify certificate: x509: ${line}`,
    advice,
  } as const;
}
