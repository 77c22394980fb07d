/** `__complete`: what kubectl and the shells' scripts call at each TAB. */

import type { Host } from "../../host.ts";
import { escapeTerminal } from "../../output/escape.ts";
import { complete } from "./complete.ts";
import { type Completion, directives } from "./offer.ts";

/** Milliseconds after which somebody who waits for names gets none. */
const patience = 800;

const nothing: Completion = { candidates: [], directive: directives.noFiles };

/**
 * Prints a candidate a line, `VALUE<tab>DESCRIPTION`, and `:DIRECTIVE` at the end. Whatever goes
 * wrong, it prints no candidates, and nothing on stderr, which the shell would show in the middle of
 * the line. Source: k8s.io/kubectl/pkg/cmd/plugin/plugin_completion.go.
 * @param words the last one is being typed
 */
export async function printCompletion(host: Host, words: readonly string[]): Promise<void> {
  const late = new AbortController();
  const silent = silenced(host, late.signal);
  const completion = await Promise.race([
    complete(silent, words).catch(() => nothing),
    host.sleep(patience).then(() => nothing),
  ]);
  // A credential plugin that is still at it would go on, and might ask for a login.
  late.abort();
  const lines = completion.candidates.map(({ value, description }) => {
    const line = escapeTerminal(description ? `${value}\t${firstLine(description)}` : value);
    return `${line}\n`;
  });
  host.stdout.write(`${lines.join("")}:${completion.directive}\n`);
}

/** Without what a credential plugin would say to the user, or ask. */
function silenced(host: Host, signal: AbortSignal): Host {
  return {
    ...host,
    stdin: { ...host.stdin, isTerminal: false },
    stderr: { isTerminal: false, write: () => {} },
    exec: (program) => host.exec({ ...program, inheritStdin: false, isSilent: true, signal }),
  };
}

function firstLine(text: string): string {
  return text.split(/[\r\n\t]/, 1)[0]!;
}
