/** The URL that a hook's sender calls. */

import { type Hook, hookPath, longestUrl } from "../../apprepo/hook/hook.ts";
import { HookError } from "../../apprepo/hook/hook_error.ts";
import type { KubeClient } from "../../kube/api/client.ts";
import { isLoopback, withoutBrackets } from "../../kube/transport/ip.ts";
import type { CommandContext } from "../context.ts";
import { UsageError } from "../usage_error.ts";
import { locate } from "../webhook/locate.ts";

type Addressed = Pick<Hook, "namespace" | "name" | "proof" | "repositories">;

/**
 * What stands before the path.
 * @param given undefined where it is to be found in the cluster
 * @throws {HookError} where no receiver is there, {UsageError} where the secret would go over plain http
 */
export async function hookBase(
  context: CommandContext,
  client: KubeClient,
  hook: Addressed,
  given: string | undefined,
): Promise<string> {
  const { namespace, repositories: [name = hook.name], proof: { kind } } = hook;
  const target = { cluster: "default", namespace, name };
  const options = { baseUrl: given, verify: false, isTried: true };
  const { baseUrl, found } = await locate(context, client, target, options);
  if (found && !found.receiver) {
    throw new HookError(
      `at ${baseUrl}, found by ${found.foundIn}, Kubeapps itself answers, and hooks need the receiver of this program\nRun it: kubectl apprepo serve --manifests --hooks; or give its address with --base-url.`,
    );
  }
  const { protocol, hostname } = new URL(baseUrl);
  const isSecretSent = kind === "url" || kind === "header";
  if (isSecretSent && protocol !== "https:" && !isLoopback(withoutBrackets(hostname))) {
    throw new UsageError(
      `the secret of such a hook is for https only, and the address is ${baseUrl}\nGive the one that has TLS with --base-url https://...`,
    );
  }
  return baseUrl;
}

/** @throws {HookError} where senders would cut it off */
export function hookUrl(baseUrl: string, hook: Addressed, secret: string): string {
  const url = baseUrl + hookPath(hook, secret);
  if (url.length <= longestUrl) return url;
  throw new HookError(
    `the hook's URL would have ${url.length} characters, and GitHub and others cut off what is beyond ${longestUrl}\nGive the hook a shorter name.`,
  );
}
