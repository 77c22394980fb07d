/** Whether a token may go to a URL. */

import type { FoundBase } from "../apprepo/webhook/find/find_base.ts";
import { escapeTerminal } from "../output/escape.ts";
import type { CommandContext } from "./context.ts";
import { UsageError } from "./usage_error.ts";

/**
 * It may where the URL keeps it secret, and is one that the user gave or has looked at.
 * @param found undefined where the URL was given
 * @param yes the user looked at it before
 * @throws {UsageError}
 */
export async function allowToken(
  { host, stop }: CommandContext,
  url: string,
  found: FoundBase | undefined,
  yes: boolean,
): Promise<void> {
  if (!url.startsWith("https:")) {
    throw new UsageError(
      `the token is for https only, and the URL is ${url}\nGive the address that has TLS with --base-url https://…`,
    );
  }
  if (!found) return;
  host.stderr.write(escapeTerminal(`The token is for ${url}\nfound by ${found.foundIn}\n`));
  if (yes) return;
  if (!host.stdin.isTerminal) {
    throw new UsageError(
      "this URL was found, not given: whoever serves it gets the token. Look at it, then add --yes, or give it with --base-url",
    );
  }
  host.stderr.write("Is that the right place? [y/N]: ");
  const answer = (await host.stdin.readLine()).trim();
  stop.throwIfAborted();
  if (!/^y(es)?$/i.test(answer)) throw new UsageError("not confirmed; the token was not used");
}
