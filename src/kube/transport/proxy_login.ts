/** The user and password in a proxy's URL. What is percent-encoded there need not be UTF-8. */

export interface ProxyLogin {
  readonly username: string;
  readonly password: string;
}

/** @returns each byte as a character, as Go sends it; undefined where the URL names nobody */
export function loginBytes({ username, password }: URL): ProxyLogin | undefined {
  if (username === "") return undefined;
  return { username: decodedBytes(username), password: decodedBytes(password) };
}

/** @throws {URIError} where it is no UTF-8, which the runtime's fetch can't send */
export function loginText({ username, password }: URL): ProxyLogin | undefined {
  if (username === "") return undefined;
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
}

export function isTextLogin(url: URL): boolean {
  try {
    loginText(url);
    return true;
  } catch {
    return false;
  }
}

function decodedBytes(text: string): string {
  return text.replace(
    /%([0-9a-f]{2})/gi,
    (_, hex: string) => String.fromCharCode(parseInt(hex, 16)),
  );
}
