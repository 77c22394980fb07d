/** What `serve --hooks` answers hooks with. */

import type { Host } from "../../../host.ts";
import { KubeClient } from "../../../kube/api/client.ts";
import { ConfigError } from "../../../kube/api/errors.ts";
import { loadConnection } from "../../../kube/kubeconfig/connection.ts";
import type { ConnectionFlags } from "../../../kube/kubeconfig/connection_flags.ts";
import { HookDoor, type HookDoorOptions } from "../../../receiver/hooks/hook_door.ts";
import { Lender } from "../../../receiver/hooks/lender.ts";
import { LentHooks } from "../../../receiver/hooks/lent_hooks.ts";
import { LentTokens } from "../../../receiver/hooks/lent_tokens.ts";
import { SeenIds } from "../../../receiver/hooks/seen_ids.ts";
import type { Metrics } from "../../../receiver/metrics.ts";
import { tokenSubject } from "../../../apprepo/grant/token/token_subject.ts";
import { userAgent } from "../../connect.ts";

export interface OpenedLender {
  readonly client: KubeClient;
  /** `system:serviceaccount:NAMESPACE:NAME`; undefined where the token doesn't tell. */
  readonly user?: string;
}

/**
 * A connection of its own, with the Pod's account and no other credential.
 * @param flags those of the cluster that the receiver runs for
 * @throws {ConfigError} where its token can't be read, or would go over plain http
 */
export async function openLender(
  host: Host,
  flags: ConnectionFlags,
  tokenFile: string,
  observe: Metrics["apiAnswered"],
  cluster: string,
): Promise<OpenedLender> {
  const connection = await loadConnection(host, flags);
  if (!connection.server.startsWith("https:")) {
    throw new ConfigError(
      `error: --hooks needs an API server that speaks TLS, not ${connection.server}: the receiver's own token goes there`,
    );
  }
  const user = tokenSubject(await readToken(host, tokenFile));
  const client = await KubeClient.open(host, { ...connection, user: { tokenFile } }, {
    userAgent: userAgent(),
    warning: () => {},
    trace: ({ method, answer, milliseconds }) =>
      observe(cluster, method, answer?.code, milliseconds),
  });
  return { client, user };
}

async function readToken(host: Host, tokenFile: string): Promise<string> {
  try {
    return await host.files.readText(tokenFile);
  } catch (error) {
    throw new ConfigError(
      `error: --hooks needs the receiver's own token: ${
        error instanceof Error ? error.message : error
      }\nIn a cluster it is that of the Pod's ServiceAccount; elsewhere name a file that has one with --hooks-token-file.`,
    );
  }
}

export function hookDoor(
  client: KubeClient,
  say: (message: string) => void,
  options: Omit<HookDoorOptions, "hooks" | "tokens" | "seenIds">,
): HookDoor {
  const now = () => options.timing.now();
  const lender = new Lender(client, now);
  return new HookDoor({
    ...options,
    hooks: new LentHooks({ lender, now, troubled: say }),
    tokens: new LentTokens(lender, now),
    seenIds: new SeenIds(now),
  });
}
