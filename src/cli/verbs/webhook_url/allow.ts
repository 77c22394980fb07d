/** Whether a token may go to a URL. */

import type { FoundBase } from "../../../apprepo/webhook/find/find_base.ts";
import { escapeTerminal } from "../../../output/escape.ts";
import type { CommandContext } from "../../context.ts";
import { confirm } from "../../confirm.ts";
import { UsageError } from "../../usage_error.ts";

/**
 * It may where the URL keeps it secret, and is one that the user gave or has looked at.
 * @param found undefined where the URL was given
 * @param yes the user looked at it before
 * @throws {UsageError}
 */
export async function allowToken(
  context: CommandContext,
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
  const what = escapeTerminal(
    `The token goes to ${url}\nfound by ${found.foundIn}: whoever serves that address gets the token.`,
  );
  if (yes) context.host.stderr.write(`${what}\n`);
  await confirm(context, what, yes);
}
