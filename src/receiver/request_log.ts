/** One line a request, for machines or for people; never a token, a header or a query. */

import type { Target } from "./route.ts";

export interface RequestEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Undefined, like the target, for what was no request. */
  readonly method?: string;
  readonly target?: Target;
  readonly code: number;
  readonly ms: number;
  readonly isShared?: boolean;
  readonly remoteAddress: string;
}

export type LogFormat = "json" | "text";

export function requestLine(entry: RequestEntry, format: LogFormat): string {
  const { at, method, target, code, ms, isShared, remoteAddress } = entry;
  const time = new Date(at).toISOString();
  const { cluster, namespace, name } = target ?? {};
  const rounded = Math.round(ms * 10) / 10;
  if (format === "json") {
    const fields = { time, method, cluster, namespace, name, status: code, ms: rounded };
    return `${JSON.stringify({ ...fields, shared: isShared, remote: remoteAddress })}\n`;
  }
  const path = target ? `${cluster}/${namespace}/${name}` : "-";
  const shared = isShared ? " shared" : "";
  return `${time} ${remoteAddress} ${method ?? "-"} ${path} ${code} ${rounded}ms${shared}\n`;
}

/** What the receiver has to say for itself. */
export function messageLine(at: number, message: string, format: LogFormat): string {
  const time = new Date(at).toISOString();
  return format === "json" ? `${JSON.stringify({ time, message })}\n` : `${time} ${message}\n`;
}
