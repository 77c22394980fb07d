import { createHmac, randomBytes } from "node:crypto";

const credentials = /^bearer +([\x21-\x7e]+)$/i;

/**
 * The token of an Authorization header, with any characters that the API server takes.
 * @returns undefined where it holds none
 */
export function bearerToken(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : credentials.exec(authorization)?.[1];
}

const key = randomBytes(32);

/** Stands for a token in memory; nobody can compute it outside of this process. */
export function fingerprint(token: string): string {
  return createHmac("sha256", key).update(token).digest("base64");
}
