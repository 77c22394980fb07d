import type { RepositoryKey } from "../../../apprepo/app_repository.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import type { CommandContext } from "../../context.ts";
import type { LogsConfig } from "./config.ts";

/** What one call of the command is about. */
export interface LogsTask {
  readonly context: CommandContext;
  readonly client: KubeClient;
  readonly config: LogsConfig;
  readonly repository: RepositoryKey;
  /** Of every Kubeapps. */
  readonly namespaces: readonly string[];
}
