/** Reads the log of a delivery: the only place where Harbor says why it failed. */

import { maskSecrets } from "../sync/log/mask.ts";

/**
 * Each attempt writes over the log of the one before, which may be longer: what follows the last
 * attempt's end is left of that one. Source: seen with Harbor 2.15.2; src/jobservice/job/impl/notification.
 * @returns in one line, without secrets; undefined where it says nothing
 */
export function reasonIn(log: string): string | undefined {
  const [, end = ""] = /^.*?((?:exit|success to run) webhook job[^]*)$/m.exec(log) ?? [];
  const [, reason] = /^exit webhook job, error: ([^]*?)(?=\n\d{4}-\d\d-\d\dT|$)/.exec(end) ??
    [];
  if (reason === undefined) return undefined;
  const text = shortened(reason).replace(/\s+/g, " ").trim().slice(0, longestMasked);
  return maskSecrets(text).slice(0, longestReason);
}

const longestReason = 500;
/** Answers may be of megabytes. */
const longestMasked = 5_000;

/** The endpoint's answer is JSON, and its message is what it says; or only its first line counts. */
function shortened(reason: string): string {
  const [first = ""] = reason.split("\n");
  const [, code, body = ""] = /^abnormal response code: (\d+), body: ([^]*)$/.exec(reason) ?? [];
  if (code === undefined) return first;
  const message = messageIn(body) ?? messageIn(body.slice(0, body.lastIndexOf("}") + 1));
  if (message !== undefined) return `${code}: ${message}`;
  const text = body.trim();
  if (text === "") return code;
  return /^</.test(text) ? `${code}, with a page of HTML` : `${code}: ${text.split("\n", 1)[0]}`;
}

function messageIn(json: string): string | undefined {
  try {
    const { message } = JSON.parse(json) as { message?: unknown };
    return typeof message === "string" ? message : undefined;
  } catch {
    return undefined;
  }
}
