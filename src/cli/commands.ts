/** The commands. A command's own modules are loaded only when that command is called. */

import { type CommandSpec, type Run, runnable, type RunnableCommand } from "./command.ts";
import type { FlagDefinitions, FlagValues } from "./flags/flags.ts";

export interface Command {
  readonly summary: string;
  /** What can be typed: nothing heavy. */
  readonly spec: () => Promise<CommandSpec<FlagDefinitions>>;
  readonly load: () => Promise<RunnableCommand>;
}

/** In the order in which help shows them. */
export const commands: Readonly<Record<string, Command>> = {
  refresh: command(
    "Make Kubeapps sync AppRepositories now",
    async () => (await import("./verbs/refresh/flags.ts")).refreshSpec,
    async () => (await import("./verbs/refresh/run.ts")).runRefresh,
  ),
  list: command(
    "List AppRepositories and how their syncs stand",
    async () => (await import("./verbs/list/flags.ts")).listSpec,
    async () => (await import("./verbs/list/run.ts")).runList,
  ),
  status: command(
    "Show all that can be told of an AppRepository and its syncs",
    async () => (await import("./verbs/status/flags.ts")).statusSpec,
    async () => (await import("./verbs/status/run.ts")).runStatus,
  ),
  logs: command(
    "Print or follow the log of an AppRepository's sync",
    async () => (await import("./verbs/logs/flags.ts")).logsSpec,
    async () => (await import("./verbs/logs/run.ts")).runLogs,
  ),
  doctor: command(
    "Find what is wrong, and print the command that mends it",
    async () => (await import("./verbs/doctor/flags.ts")).doctorSpec,
    async () => (await import("./verbs/doctor/run.ts")).runDoctor,
  ),
  grant: command(
    "Let a webhook refresh AppRepositories, and nothing else",
    async () => (await import("./verbs/grant/flags.ts")).grantSpec,
    async () => (await import("./verbs/grant/run.ts")).runGrant,
  ),
  token: command(
    "Print, rotate or check a granted token",
    async () => (await import("./verbs/token/flags.ts")).tokenSpec,
    async () => (await import("./verbs/token/run.ts")).runToken,
  ),
  revoke: command(
    "Take back what grant gave",
    async () => (await import("./verbs/revoke/flags.ts")).revokeSpec,
    async () => (await import("./verbs/revoke/run.ts")).runRevoke,
  ),
  "webhook-url": command(
    "Print the URL by which a registry or CI job refreshes an AppRepository",
    async () => (await import("./verbs/webhook_url/flags.ts")).webhookUrlSpec,
    async () => (await import("./verbs/webhook_url/run.ts")).runWebhookUrl,
  ),
  serve: command(
    "Serve the webhook that refreshes AppRepositories",
    async () => (await import("./verbs/serve/flags.ts")).serveSpec,
    async () => (await import("./verbs/serve/run.ts")).runServe,
  ),
  completion: command(
    "Complete commands, flags and names at the TAB key",
    async () => (await import("./verbs/completion/flags.ts")).completionSpec,
    async () => (await import("./verbs/completion/run.ts")).runCompletion,
  ),
  version: command(
    "Print the version of this program",
    async () => (await import("./verbs/version/flags.ts")).versionSpec,
    async () => (await import("./verbs/version/run.ts")).runVersion,
  ),
};

function command<Definitions extends FlagDefinitions>(
  summary: string,
  loadSpec: () => Promise<CommandSpec<Definitions>>,
  loadRun: () => Promise<Run<FlagValues<Definitions>>>,
): Command {
  return {
    summary,
    spec: loadSpec,
    load: async () => runnable(await loadSpec(), loadRun),
  };
}
