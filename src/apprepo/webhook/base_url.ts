/** The address that stands before the endpoint's path. */

const example = "such as https://kubeapps.example.com";

/**
 * @param text what the user gave
 * @returns scheme, host and, where Kubeapps is served below one, path; no slash at its end
 * @throws {Error} where it can't be the beginning of a webhook's URL; a password in it is not repeated
 */
export function parseBaseUrl(text: string): string {
  // The runtime's parser drops tabs and line breaks and trims spaces without a word.
  if (/[\0-\x20\x7f\\]/.test(text)) {
    throw new Error(`--base-url has a space, '\\' or control character in it; give it ${example}`);
  }
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) {
    throw new Error(`--base-url wants a URL with https:// or http://, ${example}`);
  }
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") {
    throw new Error(
      "--base-url has a user name or password in it, which no webhook of ours takes",
    );
  }
  if (/[?#]/.test(text)) {
    throw new Error(
      `--base-url ends before '?' and '#'; of an address copied from the dashboard keep ${url.origin}`,
    );
  }
  if (url.pathname.includes("/api/v1/clusters")) {
    throw new Error(
      `--base-url is what stands before /api/v1/clusters/..., which is added; ${example}`,
    );
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}
