/** From the words to the command that they name. */

import { PLUGIN_NAME } from "../about.ts";
import { commands } from "./commands.ts";
import type { CommandContext } from "./context.ts";
import { parseWords } from "./flags/pflag.ts";
import { commandAt } from "./program_words.ts";
import { UsageError } from "./usage_error.ts";

/** What users type. */
const kubectlName = `kubectl ${PLUGIN_NAME}`;

/**
 * Runs the command that the words name.
 * @throws {UsageError} and whatever the command throws
 */
export async function runProgram(context: CommandContext, words: readonly string[]): Promise<void> {
  if (words[0] === "__complete") {
    const { printCompletion } = await import("./completion/print_completion.ts");
    return await printCompletion(context.host, words.slice(1));
  }
  const { name, rest } = commandAt(words);
  if (name === undefined) return rootHelp(context, rest);
  if (name === "help") return await runProgram(context, rest.length ? [...rest, "--help"] : ["-h"]);
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) throw unknownCommand(name);
  await (await entry.load())(context, rest);
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
