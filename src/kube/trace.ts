import type { Exchange } from "./client.ts";

/** What `-v` shows of a request, level 6: the line that kubectl logs for it. */
export function traceLines(
  { method, url, milliseconds, answer }: Exchange,
  _level: number,
): string {
  const code = answer?.code ?? "no answer";
  return `${method} ${url} ${code} in ${milliseconds} milliseconds\n`;
}
