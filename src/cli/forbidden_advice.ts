/** Adds to a refusal for want of rights which right that is, and what an admin can run instead. */

import { missingRight } from "../apprepo/grant/forbidden.ts";
import { ApiError } from "../kube/api/errors.ts";

/** @param command what does the same, for somebody with the rights */
export function withAdvice(error: unknown, command: string): unknown {
  const right = missingRight(error);
  if (right === undefined || !(error instanceof ApiError)) return error;
  if (!error.message.includes(right)) {
    error.message += `\n${right} An admin can run: ${command}`;
  }
  return error;
}
