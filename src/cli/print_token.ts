import type { Output } from "../host.ts";

/** The token alone, as `kubectl create token` prints it: with a line break on a terminal only. */
export function printToken(stdout: Output, token: string): void {
  stdout.write(stdout.isTerminal ? `${token}\n` : token);
}
