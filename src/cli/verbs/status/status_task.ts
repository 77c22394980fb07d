import { explainNotFound } from "../../../apprepo/not_found.ts";
import {
  type RepositoryStatus,
  repositoryStatus,
} from "../../../apprepo/status/repository_status.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import type { ObjectPrinter } from "../../../output/object_printer.ts";
import type { CommandContext } from "../../context.ts";
import type { StatusConfig } from "./config.ts";

/** What one call of the command is about. */
export interface StatusTask {
  readonly context: CommandContext;
  readonly client: KubeClient;
  readonly config: StatusConfig;
  /** Undefined for text. */
  readonly printer?: ObjectPrinter;
}

/** @throws {ApiError} in kubectl's words, with where else to look */
export async function look(
  { context: { host }, client, config: { kubeappsNamespace } }: StatusTask,
  name: string,
  signal: AbortSignal,
): Promise<RepositoryStatus> {
  const key = { namespace: client.namespace, name };
  try {
    return await repositoryStatus(client, { key, kubeappsNamespace, now: host.now, signal });
  } catch (error) {
    throw await explainNotFound(error, client, key, signal);
  }
}
