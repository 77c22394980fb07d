/** The `sub` of a JSON Web Token, as Kubernetes writes it: `system:serviceaccount:NAMESPACE:NAME`. */
export function tokenSubject(token: string): string | undefined {
  try {
    const [, claims = ""] = token.split(".");
    const text = new TextDecoder().decode(Uint8Array.fromBase64(claims, { alphabet: "base64url" }));
    const { sub } = JSON.parse(text);
    return typeof sub === "string" ? sub : undefined;
  } catch {
    return undefined; // not every token is one
  }
}
