/** Puts what the transport throws for a failed request into words, with what to do about it. */

import { faultOf } from "./connection_faults.ts";
import type { Fault } from "./fault.ts";
import { ConnectionError } from "../api/errors.ts";

export interface FailedRequest {
  /** Of the request; only its host is shown. */
  readonly url: string;
  /** Host and port of the proxy on the way. */
  readonly proxy?: string;
  /** Certificates of authorities that the transport does not trust, and why. */
  readonly passedOver?: readonly string[];
  /** The code of a 2xx whose body was lost. */
  readonly acknowledged?: number;
  /** Why the address may be a wrong one. */
  readonly hint?: string;
}

/** @param error what the transport threw */
export function connectionError(error: unknown, request: FailedRequest): ConnectionError {
  const host = authority(request.url);
  const fault = faultOf({
    text: withoutAddress(chain(error), request.url),
    reason: reasonOf(error),
    host,
    proxy: request.proxy,
    passedOver: request.passedOver,
  });
  const details = { kind: fault.kind, sent: fault.sent, acknowledged: request.acknowledged };
  return new ConnectionError(lines(fault, request.hint).join("\n"), details, { cause: error });
}

function lines({ kind, line, advice }: Fault, hint: string | undefined): string[] {
  const unreached = kind === "refused" || kind === "unknown-host";
  return [line, (unreached && hint) || advice];
}

/** As it was written: a port that is the scheme's own is shown too. */
function authority(url: string): string {
  return /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? url;
}

function chain(error: unknown): string {
  const texts: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    texts.push(at.name, (at as { code?: string }).code ?? "", at.message);
  }
  return texts.join(" ");
}

/** A server may be called tunnel.example.com, which says nothing about a tunnel. */
function withoutAddress(text: string, url: string): string {
  const host = RegExp.escape(new URL(url).hostname);
  return text.replaceAll(url, "").replaceAll(new RegExp(`(?<![\\w.-])${host}(?![\\w-])`, "g"), "");
}

/** The last cause's message, without the part before it that repeats the URL. */
function reasonOf(error: unknown): string {
  let at = error;
  for (let depth = 0; at instanceof Error && at.cause instanceof Error && depth < 8; depth++) {
    at = at.cause;
  }
  const message = at instanceof Error ? at.message : String(at);
  return message.replace(/^.*client error \(\w+\): /s, "");
}
