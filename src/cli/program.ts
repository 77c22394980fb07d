/** From the words to the command that they name. */

import { PLUGIN_NAME } from "../about.ts";
import { commands, groups } from "./commands.ts";
import type { CommandContext } from "./context.ts";
import { parseWords } from "./flags/pflag.ts";
import { hang, widest, wrap } from "../output/wrap.ts";
import { commandAt, firstWords, isGroup, secondWords } from "./program_words.ts";
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
  if (isGroup(name)) return groupHelp(context, name, rest);
  const [group = "", second] = name.split(" ");
  if (second === "help") return await runProgram(context, [group, ...rest, "--help"]);
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) throw unknownCommand(name);
  await (await entry.load())(context, rest);
}

function rootHelp(context: CommandContext, flags: readonly string[]): void {
  help(context, flags, {
    called: kubectlName,
    names: Object.keys(commands),
    purpose: "Make Kubeapps sync its AppRepositories now, through the Kubernetes API alone.",
  });
}

function groupHelp(context: CommandContext, group: string, flags: readonly string[]): void {
  help(context, flags, {
    called: `${kubectlName} ${group}`,
    names: secondWords(group).map((word) => `${group} ${word}`),
    purpose: `${groups[group]}.`,
  });
}

/** Asked for, it is data; as the answer to no command at all, it is talk, and an error. */
function help(
  context: CommandContext,
  flags: readonly string[],
  { called, names, purpose }: { called: string; names: readonly string[]; purpose: string },
): void {
  const { help } = parseWords(flags, []);
  const { host, terminal: { out, err } } = context;
  const { columns = widest } = help ? out : err;
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => {
    const before = `  ${name.padEnd(width)}   `;
    return before + hang(commands[name]!.summary, before.length, Math.min(widest, columns));
  });
  const text = [
    wrap(purpose, Math.min(widest, columns)),
    `Commands:\n${lines.join("\n")}`,
    `Usage:\n  ${called} COMMAND [options]`,
    `Use "${called} COMMAND --help" for more about a command.`,
  ].join("\n\n") + "\n";
  (help ? host.stdout : host.stderr).write(text);
  if (!help) context.exitCode = 1;
}

function unknownCommand(name: string): UsageError {
  const [first = "", second] = name.split(" ");
  const [word, called, known] = second === undefined
    ? [first, kubectlName, firstWords()] as const
    : [second, `${kubectlName} ${first}`, secondWords(first)] as const;
  const close = known.filter((one) => distance(word, one) <= 2);
  const hint = close.length
    ? `\n\nDid you mean this?\n${close.map((one) => `\t${one}\n`).join("")}`
    : "";
  return new UsageError(`unknown command ${JSON.stringify(word)} for "${called}"${hint}`);
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
