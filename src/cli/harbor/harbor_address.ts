import { UsageError } from "../usage_error.ts";

const example = "such as https://harbor.example.com";

/**
 * @param text what the user gave
 * @returns scheme and host, without a slash at the end
 * @throws {UsageError} where it can't be Harbor's; a password in it is not repeated
 */
export function parseHarborUrl(text: string | undefined, allowHttp: boolean): string {
  if (text === undefined) {
    throw new UsageError(`--harbor-url is needed: where Harbor is, ${example}`);
  }
  // The runtime's parser drops tabs and line breaks and trims spaces without a word.
  const isUrl = !/[\0-\x20\x7f\\]/.test(text) && /^https?:\/\/[^/]/i.test(text);
  if (!isUrl || !URL.canParse(text)) {
    throw new UsageError(`--harbor-url wants a URL with https://, ${example}`);
  }
  const { username, password, protocol, origin, pathname, search, hash } = new URL(text);
  if (username !== "" || password !== "") {
    throw new UsageError(
      "--harbor-url has a user name or password in it: these belong into HARBOR_USERNAME and HARBOR_PASSWORD",
    );
  }
  if (pathname !== "/" || search !== "" || hash !== "") {
    throw new UsageError(`--harbor-url is Harbor's address alone: keep ${origin}`);
  }
  if (protocol === "http:" && !allowHttp) {
    throw new UsageError(
      `--harbor-url has no TLS: the password and the token could be read on the way to ${origin}\nGive an address with https://, or add --allow-http where nobody listens.`,
    );
  }
  return origin;
}
