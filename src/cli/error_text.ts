import { KubeError } from "../kube/api/errors.ts";
import { escapeTerminal } from "../output/escape.ts";

/** The line, or lines, that an error is shown as. */
export function errorText(error: unknown): string {
  if (error instanceof KubeError) return escapeTerminal(error.message);
  const message = error instanceof Error ? error.message : String(error);
  return escapeTerminal(`error: ${message}`);
}
