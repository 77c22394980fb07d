/** Whether a token may go to a URL. */

import type { FoundBase } from "../../apprepo/webhook/find/find_base.ts";
import { isIp, isLoopback, withoutBrackets } from "../../kube/transport/ip.ts";
import { escapeTerminal } from "../../output/escape.ts";
import type { CommandContext } from "../context.ts";
import { confirm } from "../confirm.ts";
import { UsageError } from "../usage_error.ts";

export interface AllowOptions {
  /** The user looked at the URL before. */
  readonly yes: boolean;
  /** The token comes into the output, or is stored. */
  readonly isShown: boolean;
  /** The user said that others may read it; undefined where a command does not take that. */
  readonly allowHttp?: boolean;
}

/**
 * It may where the URL keeps it secret, and is one that the user gave or has looked at. What never
 * leaves this machine needs no TLS, so that `serve` on a laptop can be checked.
 * @param found undefined where the URL was given
 * @throws {UsageError}
 */
export async function allowToken(
  context: CommandContext,
  url: string,
  found: FoundBase | undefined,
  { yes, isShown, allowHttp }: AllowOptions,
): Promise<void> {
  if (!allowHttp) checkScheme(url, isShown, allowHttp === undefined);
  if (!found) return;
  const what = escapeTerminal(
    `The token goes to ${url}\nfound by ${found.foundIn}: whoever serves that address gets the token.`,
  );
  if (yes) context.host.stderr.write(`${what}\n`);
  await confirm(context, what, yes);
}

/** @throws {UsageError} */
function checkScheme(url: string, isShown: boolean, isStrict: boolean): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:") return;
  if (!isShown && isLoopback(withoutBrackets(hostname))) return;
  throw new UsageError(
    `the token is for https only, and the URL is ${url}\nGive the address that has TLS with --base-url https://...${
      isStrict ? "" : ", or add --allow-http where nobody listens"
    }`,
  );
}

/**
 * Asks before an address without TLS goes to senders: what was seen of it in the cluster is not all
 * that there may be in front of it.
 * @throws {UsageError} where the answer is no, or nobody can be asked and `yes` was not given
 */
export async function allowPlainHttp(
  context: CommandContext,
  { baseUrl, foundIn, tlsHint }: FoundBase,
  yes: boolean,
): Promise<void> {
  if (!baseUrl.startsWith("http:")) return;
  const { hostname, pathname } = new URL(baseUrl);
  const isAddress = isIp(withoutBrackets(hostname));
  const secure = `https://${isAddress ? "..." : hostname + pathname.replace(/\/$/, "")}`;
  const why = tlsHint === undefined
    ? "It may end in front of the cluster, at a load balancer or proxy"
    : `Its annotation ${tlsHint} says that it may end in front of the cluster`;
  const what = escapeTerminal(
    `No TLS was seen for ${baseUrl}\nfound by ${foundIn}. ${why}: then give the address with --base-url ${secure}. By plain http, whoever is on the way reads the token.`,
  );
  if (yes) context.host.stderr.write(`${what}\n`);
  await confirm(context, what, yes);
}
