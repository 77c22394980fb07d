import type { NamesOffer } from "./completion/offer.ts";
import type { CommandContext } from "./context.ts";
import { type FlagDefinitions, type FlagValues, parseFlags } from "./flags/flags.ts";
import { terminalOf, usualChoices } from "../output/terminal.ts";
import { commandHelp, type HelpText } from "./help.ts";
import { FlagError } from "./usage_error.ts";

/** A command as its verb's `flags.ts` declares it: what can be typed, and nothing that runs. */
export interface CommandSpec<Definitions extends FlagDefinitions> extends HelpText {
  readonly flags: Definitions;
  /** What a shell completes its names with; nothing without it. */
  readonly names?: NamesOffer;
}

/** What a command does with what was typed; its verb's `run.ts`. */
export type Run<Values> = (
  context: CommandContext,
  names: readonly string[],
  values: Values,
) => void | Promise<void>;

/** A command whose flags only itself knows. */
export type RunnableCommand = (
  context: CommandContext,
  words: readonly string[],
) => Promise<void>;

/**
 * Makes a command runnable: parses its words, answers `--help`.
 * @param loadRun called only once the words make sense
 */
export function runnable<Definitions extends FlagDefinitions>(
  spec: CommandSpec<Definitions>,
  loadRun: () => Promise<Run<FlagValues<Definitions>>>,
): RunnableCommand {
  return async (context, words) => {
    const { names, values, help } = parseFor(spec, words);
    const { host, terminal } = context;
    if (help) return host.stdout.write(commandHelp(spec, terminal.out.columns));
    context.terminal = terminalOf(host, { ...usualChoices, ...values });
    const run = await loadRun();
    await run(context, names, values);
  };
}

function parseFor<Definitions extends FlagDefinitions>(
  { name, flags }: CommandSpec<Definitions>,
  words: readonly string[],
) {
  try {
    return parseFlags(flags, words);
  } catch (error) {
    if (error instanceof FlagError) error.message += `\nSee '${name} --help' for usage.`;
    throw error;
  }
}
