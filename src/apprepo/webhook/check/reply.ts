/** What came back from a webhook's URL. */

import type { ConnectionError } from "../../../kube/api/errors.ts";

export interface Reply {
  readonly code: number;
  readonly headers: Headers;
  /** Empty where it was too long to be an endpoint's, or did not come whole. */
  readonly body: string;
  readonly milliseconds: number;
}

/** Nothing came back. */
export interface NoReply {
  readonly kind: ConnectionError["details"]["kind"];
  readonly reason: string;
}

/** The API's Status, as far as it is read. */
export interface StatusBody {
  readonly reason?: string;
  readonly message?: string;
}

export function isHtml({ headers, body }: Reply): boolean {
  return /^text\/html\b/i.test(headers.get("content-type") ?? "") ||
    /^\s*<(!doctype|html)\b/i.test(body);
}

export function statusBody(reply: Reply): StatusBody | undefined {
  const parsed = json(reply);
  return parsed?.["kind"] === "Status" ? parsed as StatusBody : undefined;
}

/** Of the AppRepository in the endpoint's answer. */
export function answeredUid(reply: Reply): string | undefined {
  const repository = json(reply)?.["appRepository"] as { metadata?: { uid?: unknown } } | undefined;
  const uid = repository?.metadata?.uid;
  return typeof uid === "string" ? uid : undefined;
}

/** What a program of the API's kind says about its refusal, on one line; empty where it says nothing. */
export function messageOf(reply: Reply): string {
  const parsed = json(reply);
  const message = parsed?.["message"];
  return typeof message === "string" ? message.replace(/\s+/g, " ").slice(0, 500) : "";
}

function json({ body }: Reply): Record<string, unknown> | undefined {
  try {
    const parsed = JSON.parse(body);
    return parsed !== null && typeof parsed === "object" ? parsed : undefined;
  } catch {
    return undefined;
  }
}
