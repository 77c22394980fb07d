/** The commands. A command's own modules are loaded only when that command is called. */

import { type CommandSpec, type Run, runnable, type RunnableCommand } from "./command.ts";
import type { FlagDefinitions, FlagValues } from "./flags/flags.ts";

export interface Command {
  readonly summary: string;
  /** What can be typed: nothing heavy. */
  readonly spec: () => Promise<CommandSpec<FlagDefinitions>>;
  readonly load: () => Promise<RunnableCommand>;
}

/** First words of commands that have two, and what these have in common. */
export const groups: Readonly<Record<string, string>> = {
  hook: "Give senders a way in that can't send a token",
  harbor: "Make, watch and remove the webhook in Harbor",
};

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
  "harbor apply": command(
    "Make the webhook in Harbor, or make it right",
    async () => (await import("./verbs/harbor/apply/flags.ts")).applySpec,
    async () => (await import("./verbs/harbor/apply/run.ts")).runApply,
  ),
  "harbor status": command(
    "Show the webhooks in Harbor that lead here, and what became of their deliveries",
    async () => (await import("./verbs/harbor/status/flags.ts")).statusSpec,
    async () => (await import("./verbs/harbor/status/run.ts")).runStatus,
  ),
  "harbor delete": command(
    "Remove the webhook from Harbor",
    async () => (await import("./verbs/harbor/delete/flags.ts")).deleteSpec,
    async () => (await import("./verbs/harbor/delete/run.ts")).runDelete,
  ),
  "hook create": command(
    "Give a sender a way in, or make it right",
    async () => (await import("./verbs/hook/create/flags.ts")).createSpec,
    async () => (await import("./verbs/hook/create/run.ts")).runCreate,
  ),
  "hook list": command(
    "List hooks, and to which receiver they are lent",
    async () => (await import("./verbs/hook/list/flags.ts")).listSpec,
    async () => (await import("./verbs/hook/list/run.ts")).runList,
  ),
  "hook rotate": command(
    "Make a new secret for a hook, or end the old ones",
    async () => (await import("./verbs/hook/rotate/flags.ts")).rotateSpec,
    async () => (await import("./verbs/hook/rotate/run.ts")).runRotate,
  ),
  "hook delete": command(
    "Take a hook back",
    async () => (await import("./verbs/hook/delete/flags.ts")).deleteSpec,
    async () => (await import("./verbs/hook/delete/run.ts")).runDelete,
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
