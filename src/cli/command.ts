import type { CommandContext } from "./context.ts";
import { type FlagDefinitions, type FlagValues, parseFlags } from "./flags/flags.ts";
import { commandHelp, type FlagSection } from "./help.ts";
import { FlagError } from "./usage_error.ts";

/** A command as its module declares it: one verb, its flags and what it does. */
export interface Command<Definitions extends FlagDefinitions> {
  /** As typed, such as `kubectl apprepo refresh`. */
  readonly name: string;
  readonly description: string;
  /** Each with the comment that says what it does. */
  readonly examples: readonly (readonly [comment: string, command: string])[];
  /** What follows the name in the usage line. */
  readonly usage: string;
  readonly flags: Definitions;
  /** How help groups the flags; each is in one section. */
  readonly sections: readonly FlagSection[];
  readonly run: (
    context: CommandContext,
    names: readonly string[],
    values: FlagValues<Definitions>,
  ) => Promise<void>;
}

/** A command whose flags only itself knows. */
export type RunnableCommand = (
  context: CommandContext,
  words: readonly string[],
) => Promise<void>;

/** Makes a command runnable: parses its words, answers `--help`. */
export function runnable<Definitions extends FlagDefinitions>(
  command: Command<Definitions>,
): RunnableCommand {
  return async (context, words) => {
    const { names, values, help } = parseFor(command, words);
    if (help) context.host.stdout.write(commandHelp(command));
    else await command.run(context, names, values);
  };
}

function parseFor<Definitions extends FlagDefinitions>(
  { name, flags }: Command<Definitions>,
  words: readonly string[],
) {
  try {
    return parseFlags(flags, words);
  } catch (error) {
    if (error instanceof FlagError) error.message += `\nSee '${name} --help' for usage.`;
    throw error;
  }
}
