/** Reads the API server's answers. */

import { ApiError, ConnectionError, type Status } from "./errors.ts";
import { parseJson } from "./json.ts";

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
  const header = Number(answer.headers.get("retry-after") ?? NaN);
  const status = parseStatus(answer.body) ?? otherStatus(answer, url);
  const retryAfter = Number.isFinite(header) ? header : status.details?.retryAfterSeconds;
  return new ApiError(answer.code, status, retryAfter);
}

function parseStatus(body: string): Status | undefined {
  try {
    const parsed = JSON.parse(body);
    return parsed?.kind === "Status" ? parsed : undefined;
  } catch {
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
    return { reason, message: `${host} redirects ${pathname} to ${location}` };
  }
  return { reason, message: `${host} answered ${answer.code} to ${pathname}${said(answer)}` };
}

const longestText = 200;

/** A short plain text says why: `Client sent an HTTP request to an HTTPS server.` */
function said({ body }: Answer): string {
  const text = body.trim();
  const isPlain = text !== "" && text.length <= longestText && !/^[<{[]|\n/.test(text);
  return isPlain ? `: ${text}` : "";
}
