/** The API server's address, as kubeconfigs and users write it. */

import { ConfigError } from "../api/errors.ts";
import type { User } from "./kubeconfig.ts";

export interface ServerAddress {
  /** `https://host:port/path`: no slash at its end, no query, no user. */
  readonly address: string;
  /** From `https://user:password@host`. */
  readonly login?: { readonly username: string; readonly password: string };
}

/**
 * A text without a scheme is `host:port` with http.
 * Source: k8s.io/client-go/rest/url_utils.go, DefaultServerURL.
 * @throws {ConfigError} without quoting a password
 */
export function serverAddress(text: string): ServerAddress {
  // deno-lint-ignore no-control-regex -- these are what is looked for
  if (/[\x00-\x20\x7f]/.test(text)) {
    throw new ConfigError(
      `${
        noPair(text)
      }\nThere is a blank or control character in the server's address: take it out.`,
    );
  }
  const complete = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]/i.test(text);
  const url = parse(complete ? text : `http://${text}`);
  const isHost = url?.pathname === "/" && !text.startsWith("/");
  if (url === undefined || !(complete || isHost)) {
    throw new ConfigError(noPair(text));
  }
  const scheme = url.protocol.slice(0, -1);
  if (scheme !== "https" && scheme !== "http") {
    throw new ConfigError(
      `Unable to connect to the server: unsupported protocol scheme "${scheme}"`,
    );
  }
  // As it was written, with a port that is the default too: errors name it.
  const host = /^(?:[^/]*:\/\/)?(?:[^/?#]*@)?([^/?#]*)/.exec(text)?.[1];
  const path = url.pathname.replace(/\/{2,}/g, "/").replace(/\/$/, "");
  const login = url.username === "" ? undefined : {
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
  return { address: `${scheme}://${host}${path}`, login };
}

function noPair(text: string): string {
  const shown = JSON.stringify(text.replace(/\/\/[^/]*@/, "//"));
  return `error: host must be a URL or a host:port pair: ${shown}`;
}

/**
 * A user in the address comes before all others, and over plain http none of the kubeconfig's
 * credentials is sent; impersonation still is.
 */
export function overPlainHttp({ address, login }: ServerAddress, user: User): User {
  const secure = address.startsWith("https:");
  if (secure && login === undefined) return user;
  const certificate = secure
    ? { clientCertificateData: user.clientCertificateData, clientKeyData: user.clientKeyData }
    : {};
  return { ...certificate, ...login, impersonate: user.impersonate };
}

function parse(text: string): URL | undefined {
  try {
    const url = new URL(text);
    decodeURIComponent(url.username + url.password);
    return url;
  } catch {
    return undefined;
  }
}
