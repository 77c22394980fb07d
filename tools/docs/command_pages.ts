import { PLUGIN_NAME } from "../../src/about.ts";
import type { CommandSpec } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/commands.ts";
import { connectionFlags, isConnectionSection } from "../../src/cli/flags/connection_flags.ts";
import { type FlagDefinition, type FlagDefinitions, flagName } from "../../src/cli/flags/flags.ts";
import { fallbackText } from "../../src/cli/help.ts";

/** What stands at the top of each page, for whoever would edit it. */
const notice = "<!-- Made by `deno task docs` from the command's flags.ts. -->";

/** The pages about the commands, Markdown by the file's name in docs/commands/. */
export async function commandPages(): Promise<Map<string, string>> {
  const pages = new Map<string, string>([["README.md", indexPage()]]);
  for (const [name, { spec }] of Object.entries(commands)) {
    pages.set(`${name.replace(" ", "-")}.md`, commandPage(await spec()));
  }
  return pages;
}

function indexPage(): string {
  const rows = Object.entries(commands).map(([name, { summary }]) =>
    `| [${name}](${name.replace(" ", "-")}.md) | ${summary} |`
  );
  return [
    notice,
    "# Commands",
    ["| command | what it does |", "| --- | --- |", ...rows].join("\n"),
    `\`kubectl ${PLUGIN_NAME} COMMAND --help\` says what its page says.`,
    "## Connection options",
    "As in `kubectl options`, on every command that talks to a cluster; [connecting](../connecting.md) says how they work together.",
    flagTable(connectionFlags),
  ].join("\n\n") + "\n";
}

function commandPage(spec: CommandSpec<FlagDefinitions>): string {
  const examples = spec.examples.map(([comment, line]) => `# ${comment}\n${line}`);
  const sections = spec.sections.map(({ heading, flags }) =>
    isConnectionSection({ flags })
      ? `## Connection options\n\n[All of kubectl's](README.md#connection-options)${
        afterComma(heading)
      }.`
      : `## ${heading}\n\n${flagTable(flags)}`
  );
  return [
    notice,
    `# ${spec.name}`,
    escape(spec.description),
    `\`\`\`text\n${spec.name} ${spec.usage}\n\`\`\``,
    `## Examples\n\n\`\`\`sh\n${examples.join("\n\n")}\n\`\`\``,
    ...sections,
  ].join("\n\n") + "\n";
}

/** What a heading adds to that the flags are kubectl's: `; those that … are refused`. */
function afterComma(heading: string): string {
  const at = heading.indexOf(";");
  return at === -1 ? "" : heading.slice(at);
}

function flagTable(flags: FlagDefinitions): string {
  const rows = Object.entries(flags).map(([key, flag]) => {
    return `| ${flagCell(key, flag)} | ${defaultCell(flag)} | ${escape(flag.description)} |`;
  });
  return ["| option | default | what it does |", "| --- | --- | --- |", ...rows].join("\n");
}

function flagCell(key: string, { shorthand, bareValue }: FlagDefinition<unknown>): string {
  const long = `\`--${flagName(key)}${bareValue === undefined ? "=…" : ""}\``;
  return shorthand ? `\`-${shorthand}\`, ${long}` : long;
}

function defaultCell({ fallback }: FlagDefinition<unknown>): string {
  const none = fallback === undefined || fallback === "" ||
    (Array.isArray(fallback) && fallback.length === 0);
  return none ? "" : `\`${fallbackText(fallback).replace(/^'(.*)'$/, "$1")}\``;
}

/** What Markdown would take for its own. */
function escape(text: string): string {
  return text.replace(/[|<>*_\\]/g, "\\$&");
}
