/** Reads the API server's answers. */

import { ApiError, ConnectionError, type Status } from "./errors.ts";
import { Fields } from "../kubeconfig/fields.ts";
import { parseJson } from "./json.ts";
import { readStatus } from "./status.ts";

export interface Answer {
  readonly code: number;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * @returns the parsed body of a 2xx
 * @throws {ApiError} for any other code
 * @throws {ConnectionError} where the body is no JSON, so that something else answers at this address
 */
export function readAnswer(answer: Answer, url: string): unknown {
  if (answer.code < 200 || answer.code > 299) throw apiError(answer, url);
  try {
    return parseJson(answer.body);
  } catch (error) {
    const { host } = new URL(url);
    throw new ConnectionError(
      `error: ${host} answered ${answer.code} with something that is not JSON\nIs this the address of a Kubernetes API server? A proxy or login page may stand in front of it.`,
      { kind: "garbled", sent: true },
      { cause: error },
    );
  }
}

/** The texts of `Warning: 299 - "text"` headers. Source: k8s.io/apimachinery/pkg/util/net, ParseWarningHeaders. */
export function warnings(headers: Headers): string[] {
  const found = headers.get("warning") ?? "";
  const texts = found.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g);
  return [...texts].map(([, text = ""]) => text.replace(/\\(.)/g, "$1"));
}

function apiError(answer: Answer, url: string): ApiError {
  const status = parseStatus(answer.body) ?? otherStatus(answer, url);
  // A date, the other form that HTTP knows, is not what the API server sends.
  const header = /^[0-9]+$/.exec(answer.headers.get("retry-after") ?? "");
  const retryAfter = header ? Number(header[0]) : status.details?.retryAfterSeconds;
  const wait = retryAfter !== undefined && retryAfter >= 0 ? retryAfter : undefined;
  return new ApiError(answer.code, status, wait, redirectAdvice(answer, url));
}

/**
 * kubectl follows a redirect; here the credentials go to nobody but the server that was named, and a
 * PUT that became a GET on its way would look like one that was done.
 */
function redirectAdvice({ code, headers }: Answer, url: string): string | undefined {
  const location = headers.get("location");
  if (code < 300 || code > 399 || location === null || !URL.canParse(location, url)) {
    return undefined;
  }
  const { pathname } = new URL(url);
  const to = new URL(location, url);
  const isSamePath = to.pathname.endsWith(pathname);
  const server = `${to.origin}${isSamePath ? to.pathname.slice(0, -pathname.length) : ""}`;
  return isSamePath
    ? `Redirects are not followed, for the sake of the credentials: make ${server} the server in the kubeconfig, if you trust it.`
    : `Redirects are not followed, and this one looks like that of a login page or gateway (${server}): check the server in the kubeconfig, or log in there first.`;
}

function parseStatus(body: string): Status | undefined {
  try {
    const parsed = new Fields(JSON.parse(body), "");
    return parsed.string("kind") === "Status" ? readStatus(parsed) : undefined;
  } catch {
    // Not JSON, or its fields have other types: something else answered.
    return undefined;
  }
}

const reasons: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  429: "TooManyRequests",
  500: "InternalError",
  503: "ServiceUnavailable",
  504: "Timeout",
};

/** For what is not a Status: the API server's plain texts, or something in front of it. */
function otherStatus(answer: Answer, url: string): Status {
  const { host, pathname } = new URL(url);
  const reason = reasons[answer.code] ?? "";
  if (answer.code === 401) {
    return { reason, message: "the server has asked for the client to provide credentials" };
  }
  if (answer.code === 404) {
    return { reason, message: "the server could not find the requested resource" };
  }
  const location = answer.headers.get("location");
  if (location !== null) {
    return { reason, message: `${host} redirects ${pathname} to ${withoutLogin(location, url)}` };
  }
  return { reason, message: `${host} answered ${answer.code} to ${pathname}${said(answer)}` };
}

/** A login page's address may carry tokens of one use. */
function withoutLogin(location: string, url: string): string {
  if (!URL.canParse(location, url)) return "an address that is none";
  const { origin, pathname } = new URL(location, url);
  return origin + pathname;
}

const longestText = 200;

/** A short plain text says why: `Client sent an HTTP request to an HTTPS server.` */
function said({ body }: Answer): string {
  const text = body.trim();
  const isPlain = text !== "" && text.length <= longestText && !/^[<{[]|\n/.test(text);
  return isPlain ? `: ${text}` : "";
}
