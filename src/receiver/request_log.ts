/** One line a request, for machines or for people; never a token, a header or a query. */

import type { Hook } from "../apprepo/hook/hook.ts";
import type { Verdict } from "./hooks/verdict.ts";
import type { Target } from "./route.ts";

export interface RequestEntry {
  /** Undefined, like the target, for what was no request. */
  readonly method?: string;
  readonly target?: Target;
  readonly hook?: Pick<Hook, "namespace" | "name" | "from">;
  /** Of a hook's delivery, whether there is such a hook or not. */
  readonly verdict?: Verdict;
  /** What of a hook was not refreshed: HTTP status codes by the AppRepositories' names. */
  readonly unrefreshed?: Readonly<Record<string, number>>;
  readonly code: number;
  readonly ms: number;
  readonly isShared?: boolean;
  readonly remoteAddress: string;
}

export type LogFormat = "json" | "text";

/** @param at milliseconds since the epoch */
export function requestLine(at: number, entry: RequestEntry, format: LogFormat): string {
  const { method, target, hook, verdict, unrefreshed, code, ms, isShared, remoteAddress } = entry;
  const time = new Date(at).toISOString();
  const { cluster, namespace, name } = target ?? {};
  const rounded = Math.round(ms * 10) / 10;
  const called = hook && `${hook.namespace}/${hook.name}`;
  if (format === "json") {
    const of = verdict
      ? { hook: called, from: hook?.from, verdict, unrefreshed }
      : { cluster, namespace, name };
    const fields = { time, method, ...of, status: code, ms: rounded };
    return `${JSON.stringify({ ...fields, shared: isShared, remote: remoteAddress })}\n`;
  }
  const path = target ? `${cluster}/${namespace}/${name}` : called ? `hook ${called}` : "-";
  const failures = Object.entries(unrefreshed ?? {}).map(([name, code]) => ` ${name}:${code}`);
  const said = [isShared ? " shared" : "", verdict ? ` ${verdict}` : "", ...failures].join("");
  return `${time} ${remoteAddress} ${method ?? "-"} ${path} ${code} ${rounded}ms${said}\n`;
}

/** What the receiver has to say for itself. */
export function messageLine(at: number, message: string, format: LogFormat): string {
  const time = new Date(at).toISOString();
  return format === "json" ? `${JSON.stringify({ time, message })}\n` : `${time} ${message}\n`;
}
