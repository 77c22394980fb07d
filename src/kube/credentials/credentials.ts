/** Who we are to the API server: headers for each request, and a certificate for the connection. */

import { ConfigError } from "../api/errors.ts";

export interface ClientCertificate {
  /** PEM, the whole chain. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

export interface Credentials {
  readonly certificate?: ClientCertificate;
  /** The value of the Authorization header for the next request. */
  authorization(): Promise<string | undefined>;
  /**
   * After a 401: gets new ones where they can be had.
   * @returns whether another try makes sense
   */
  renew(): Promise<boolean>;
}

/** UTF-8 as the runtime takes it for headers: one character for each byte. */
export function utf8Bytes(text: string): string {
  return new TextEncoder().encode(text).reduce((all, byte) => all + String.fromCharCode(byte), "");
}

/**
 * `Bearer <token>`.
 * @throws {ConfigError} where the token can't stand in a header; the runtime's own error would quote it
 */
export function bearer(given: string, origin: string): string {
  // HTTP takes blanks around a value away.
  const token = given.replace(/^[ \t]+|[ \t]+$/g, "");
  // RFC 9110, 5.5: a field value is made of visible characters, spaces and tabs.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ConfigError(
      `error: the token from ${origin} has characters that no HTTP header can carry (such as a line break or a space)`,
    );
  }
  return `Bearer ${token}`;
}
