/** The command tree. A command's own module is loaded only when that command is called. */

import { PLUGIN_NAME } from "../about.ts";
import { runnable, type RunnableCommand } from "./command.ts";
import type { CommandContext } from "./context.ts";
import { parseWords } from "./flags/pflag.ts";
import { UsageError } from "./usage_error.ts";

/** What users type. */
const kubectlName = `kubectl ${PLUGIN_NAME}`;

interface Entry {
  readonly summary: string;
  readonly load: () => Promise<RunnableCommand>;
}

const commands: Readonly<Record<string, Entry>> = {
  refresh: {
    summary: "Make Kubeapps sync AppRepositories now",
    load: async () => {
      const { refreshSpec } = await import("./verbs/refresh/flags.ts");
      return runnable(refreshSpec, async () => (await import("./verbs/refresh/run.ts")).runRefresh);
    },
  },
  list: {
    summary: "List AppRepositories and how their syncs stand",
    load: async () => {
      const { listSpec } = await import("./verbs/list/flags.ts");
      return runnable(listSpec, async () => (await import("./verbs/list/run.ts")).runList);
    },
  },
  status: {
    summary: "Show all that can be told of an AppRepository and its syncs",
    load: async () => {
      const { statusSpec } = await import("./verbs/status/flags.ts");
      return runnable(statusSpec, async () => (await import("./verbs/status/run.ts")).runStatus);
    },
  },
  logs: {
    summary: "Print or follow the log of an AppRepository's sync",
    load: async () => {
      const { logsSpec } = await import("./verbs/logs/flags.ts");
      return runnable(logsSpec, async () => (await import("./verbs/logs/run.ts")).runLogs);
    },
  },
  doctor: {
    summary: "Find what is wrong, and print the command that mends it",
    load: async () => {
      const { doctorSpec } = await import("./verbs/doctor/flags.ts");
      return runnable(doctorSpec, async () => (await import("./verbs/doctor/run.ts")).runDoctor);
    },
  },
  grant: {
    summary: "Let a webhook refresh AppRepositories, and nothing else",
    load: async () => {
      const { grantSpec } = await import("./verbs/grant/flags.ts");
      return runnable(grantSpec, async () => (await import("./verbs/grant/run.ts")).runGrant);
    },
  },
  token: {
    summary: "Print, rotate or check a granted token",
    load: async () => {
      const { tokenSpec } = await import("./verbs/token/flags.ts");
      return runnable(tokenSpec, async () => (await import("./verbs/token/run.ts")).runToken);
    },
  },
  revoke: {
    summary: "Take back what grant gave",
    load: async () => {
      const { revokeSpec } = await import("./verbs/revoke/flags.ts");
      return runnable(revokeSpec, async () => (await import("./verbs/revoke/run.ts")).runRevoke);
    },
  },
  "webhook-url": {
    summary: "Print the URL by which a registry or CI job refreshes an AppRepository",
    load: async () => {
      const { webhookUrlSpec } = await import("./verbs/webhook_url/flags.ts");
      return runnable(
        webhookUrlSpec,
        async () => (await import("./verbs/webhook_url/run.ts")).runWebhookUrl,
      );
    },
  },
  serve: {
    summary: "Serve the webhook that refreshes AppRepositories",
    load: async () => {
      const { serveSpec } = await import("./verbs/serve/flags.ts");
      return runnable(serveSpec, async () => (await import("./verbs/serve/run.ts")).runServe);
    },
  },
  version: {
    summary: "Print the version of this program",
    load: async () => {
      const { versionSpec } = await import("./verbs/version/flags.ts");
      return runnable(versionSpec, async () => (await import("./verbs/version/run.ts")).runVersion);
    },
  },
};

/**
 * Runs the command that the words name.
 * @throws {UsageError} and whatever the command throws
 */
export async function runProgram(context: CommandContext, words: readonly string[]): Promise<void> {
  const { name, rest } = findCommand(words);
  if (name === undefined) return rootHelp(context, rest);
  if (name === "help") return await runProgram(context, rest.length ? [...rest, "--help"] : ["-h"]);
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) throw unknownCommand(name);
  await (await entry.load())(context, rest);
}

/**
 * The first word that is no flag and no flag's value. Which flags there are is known only to the
 * command still sought, so a flag before it takes the next word unless that is a command's name.
 */
function findCommand(words: readonly string[]): { name?: string; rest: string[] } {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const rest = words.toSpliced(at, 1);
    if (word === "--") return { name: words[at + 1], rest: words.toSpliced(at + 1, 1) };
    if (!word.startsWith("-") || word === "-") return { name: word, rest };
    const next = words[at + 1];
    const mayTakeNext = !word.includes("=") && !/^(-h|--help)$/.test(word);
    if (mayTakeNext && next !== undefined && !isCommandName(next) && !next.startsWith("-")) at++;
  }
  return { rest: [...words] };
}

function isCommandName(word: string): boolean {
  return word === "help" || Object.hasOwn(commands, word);
}

/** Asked for, it is data; as the answer to no command at all, it is talk, and an error. */
function rootHelp(context: CommandContext, flags: readonly string[]): void {
  const { help } = parseWords(flags, []);
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) =>
    `  ${name.padEnd(width)}   ${summary}`
  );
  const text = [
    "Make Kubeapps sync its AppRepositories now, through the Kubernetes API alone.",
    `Commands:\n${lines.join("\n")}`,
    `Usage:\n  ${kubectlName} COMMAND [options]`,
    `Use "${kubectlName} COMMAND --help" for more about a command.`,
  ].join("\n\n") + "\n";
  (help ? context.host.stdout : context.host.stderr).write(text);
  if (!help) context.exitCode = 1;
}

function unknownCommand(name: string): UsageError {
  const close = Object.keys(commands).filter((known) => distance(name, known) <= 2);
  const hint = close.length
    ? `\n\nDid you mean this?\n${close.map((known) => `\t${known}\n`).join("")}`
    : "";
  return new UsageError(`unknown command ${JSON.stringify(name)} for "${kubectlName}"${hint}`);
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
