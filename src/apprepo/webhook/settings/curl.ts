import { type Settings, shellWord, type Webhook } from "./settings.ts";

/**
 * Of options that curl 7.68 has, which Ubuntu 20.04 came with: `--fail-with-body` is of 7.76. The
 * empty body makes curl send Content-Length, without which some proxies answer 411. Without
 * `--location`: a redirect would turn the POST into a GET, and its 200 would mean nothing.
 */
export const curlOptions = "--fail --silent --show-error --max-time 30 --request POST --data ''";

/** The headers that curl makes of that, in its order and spelling; its own name comes after Host. */
export function curlHeaders(
  { host, userAgent, authorization }: {
    readonly host: string;
    readonly userAgent: string;
    readonly authorization?: string;
  },
): [name: string, value: string][] {
  return [
    ["Host", host],
    ["User-Agent", userAgent],
    ["Accept", "*/*"],
    ...(authorization === undefined ? [] : [["Authorization", authorization] as [string, string]]),
    ["Content-Length", "0"],
    ["Content-Type", "application/x-www-form-urlencoded"],
  ];
}

export function curl({ url, authorization }: Webhook): Settings {
  const command = [
    `curl ${curlOptions}`,
    `--header ${shellWord(`Authorization: ${authorization}`)}`,
    shellWord(url),
  ].join(" \\\n  ");
  return { text: `${command}\n`, parts: { command } };
}
