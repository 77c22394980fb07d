import { BINARY_NAME, buildInfo, PLUGIN_NAME, PROJECT_HOME } from "../../../src/about.ts";
import type { CommandSpec } from "../../../src/cli/command.ts";
import { commands } from "../../../src/cli/commands.ts";
import { connectionFlags, isConnectionSection } from "../../../src/cli/flags/connection_flags.ts";
import {
  type FlagDefinition,
  type FlagDefinitions,
  flagName,
} from "../../../src/cli/flags/flags.ts";
import { fallbackText } from "../../../src/cli/help.ts";
import { bold, example, heading, italic, list, paragraph, plain, section } from "./roff.ts";

/**
 * The manual, in section 1: a page of the program and one of each command. Without a date, so that
 * equal sources make equal pages.
 * @returns roff (man macros) by the file's name, such as `kubectl-apprepo-refresh.1`
 */
export async function manPages(): Promise<Map<string, string>> {
  const pages = new Map([[`${BINARY_NAME}.1`, programPage()]]);
  for (const [name, { spec, summary }] of Object.entries(commands)) {
    const page = name.replace(" ", "-");
    pages.set(`${BINARY_NAME}-${page}.1`, commandPage(page, summary, await spec()));
  }
  return pages;
}

const environment = [
  ["KUBECONFIG", "Kubeconfigs, as kubectl takes them."],
  ["HTTPS_PROXY, NO_PROXY", "As kubectl takes them."],
  ["NO_COLOR, CLICOLOR, CLICOLOR_FORCE, FORCE_COLOR, TERM", "Whether states have colours."],
  ["APPREPO_ACCESSIBLE", "1 is --plain: for screen readers."],
  ["HARBOR_USERNAME, HARBOR_PASSWORD, HARBOR_TOKEN", "Who asks Harbor, with the harbor commands."],
  ["DOCKER_CONFIG", "The folder of docker's configuration, with --docker-config."],
] as const;

function programPage(): string {
  return [
    top(BINARY_NAME, "make Kubeapps sync its AppRepositories now"),
    section(
      "SYNOPSIS",
      paragraph(`${bold(`kubectl ${PLUGIN_NAME}`)} ${italic("COMMAND")} [options]`),
    ),
    section(
      "DESCRIPTION",
      paragraph(
        "A kubectl plugin that makes Kubeapps sync its package repositories now instead of at the next tick of their schedule, through the Kubernetes API alone.",
      ),
    ),
    section(
      "COMMANDS",
      list(
        Object.entries(commands).map(([name, { summary }]) => {
          return [`${bold(`${BINARY_NAME}-${name.replace(" ", "-")}`)}(1)`, summary];
        }),
      ),
    ),
    section("CONNECTION OPTIONS", flagList(connectionFlags)),
    section(
      "EXIT STATUS",
      list([["0", "All went well."], ["1", "Something did not, a wrong option included."], [
        "130, 143",
        "It was stopped by Ctrl-C or SIGTERM.",
      ]]),
    ),
    section(
      "ENVIRONMENT",
      list(environment.map(([name, meaning]) => [bold(name), plain(meaning)])),
    ),
    section(
      "FILES",
      list([[
        plain("~/.kube/config"),
        "The kubeconfig, where neither option nor KUBECONFIG names one.",
      ]]),
    ),
    section("SEE ALSO", paragraph(`${bold("kubectl")}(1), ${PROJECT_HOME}`)),
  ].join("");
}

function commandPage(
  name: string,
  summary: string,
  { name: typed, usage, description, examples, sections }: CommandSpec<FlagDefinitions>,
): string {
  const own = sections.filter((section) => !isConnectionSection(section));
  const isConnected = own.length < sections.length;
  const rest = isConnected
    ? paragraph(`Its connection options are in ${bold(BINARY_NAME)}(1).`)
    : "";
  return [
    top(`${BINARY_NAME}-${name}`, lowerFirst(summary)),
    section("SYNOPSIS", paragraph(`${bold(typed)} ${plain(usage)}`)),
    section(
      "DESCRIPTION",
      description.split("\n\n").map((part) => paragraph(plain(part))).join(""),
    ),
    ...own.map((one) => section(one.heading.toUpperCase(), flagList(one.flags))),
    rest,
    section(
      "EXAMPLES",
      examples.map(([comment, line]) => paragraph(`${plain(comment)}:`) + example(line)).join(""),
    ),
    section("SEE ALSO", paragraph(`${bold(BINARY_NAME)}(1), ${bold("kubectl")}(1)`)),
  ].join("");
}

function top(name: string, summary: string): string {
  const { version } = buildInfo();
  return heading(name.toUpperCase(), `${BINARY_NAME} ${version}`) +
    section("NAME", paragraph(`${plain(name)} \\- ${plain(summary)}`));
}

function flagList(flags: FlagDefinitions): string {
  return list(
    Object.entries(flags).map(([key, flag]) => [flagTerm(key, flag), plain(flag.description)]),
  );
}

function flagTerm(key: string, { shorthand, fallback }: FlagDefinition<unknown>): string {
  const long = `${bold(`--${flagName(key)}`)}=${plain(fallbackText(fallback))}`;
  return shorthand ? `${bold(`-${shorthand}`)}, ${long}` : long;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
