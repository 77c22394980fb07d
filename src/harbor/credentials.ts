import { Buffer } from "node:buffer";

/** How Harbor knows who asks: a user or robot by its password, or a user of OIDC by an id token. */
export type HarborCredentials =
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  | { readonly kind: "bearer"; readonly token: string };

/** The value of the Authorization header. */
export function authorizationOf(credentials: HarborCredentials): string {
  if (credentials.kind === "bearer") return `Bearer ${credentials.token}`;
  const { username, password } = credentials;
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
