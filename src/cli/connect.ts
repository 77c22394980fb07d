/** From the connection flags to a client, and what the client has to tell to stderr. */

import { BINARY_NAME, buildInfo } from "../about.ts";
import { KubeClient } from "../kube/api/client.ts";
import { loadConnection } from "../kube/kubeconfig/connection.ts";
import { escapeTerminal } from "../output/escape.ts";
import { formatWarning } from "../output/style.ts";
import { completeConnectionFlags, type ConnectionValues } from "./flags/connection_flags.ts";
import type { CommandContext } from "./context.ts";
import { UsageError } from "./usage_error.ts";

export interface Session {
  readonly client: KubeClient;
  /** Call at the end: turns warnings into an error where the user asked for that. */
  finish(): void;
}

/**
 * @param token to speak with, and with no other credential
 * @throws {UsageError} {ConfigError}
 */
export async function connect(
  context: CommandContext,
  values: ConnectionValues,
  token?: string,
): Promise<Session> {
  const { host } = context;
  const loaded = await loadConnection(host, completeConnectionFlags(values));
  const connection = token === undefined ? loaded : { ...loaded, user: { token } };
  const warned = new Set<string>();
  const { colour } = context.terminal.err;
  const trace = values.v >= 6 ? (await import("../kube/api/trace.ts")).traceLines : undefined;
  const client = await KubeClient.open(host, connection, {
    userAgent: userAgent(),
    warning(text) {
      if (warned.has(text)) return;
      warned.add(text);
      host.stderr.write(formatWarning(text, colour));
    },
    trace: trace &&
      ((exchange) => host.stderr.write(escapeTerminal(trace(exchange, values.v)))),
  });
  return {
    client,
    finish() {
      if (!values.warningsAsErrors || warned.size === 0) return;
      const count = warned.size === 1 ? "1 warning" : `${warned.size} warnings`;
      throw new UsageError(`${count} received`);
    },
  };
}

/** `kubectl-apprepo/v0.1.0 (linux/amd64) 1a2b3c4d5e6f`, in the form of kubectl's own. */
export function userAgent(): string {
  const { version, platform, sources } = buildInfo();
  return `${BINARY_NAME}/${version} (${platform}) ${sources}`;
}
