import { parseArgs, type ParseArgsConfig } from "node:util";
import { BuildError } from "./build_error.ts";
import { explain } from "./each_target.ts";

type Values<C extends ParseArgsConfig> = ReturnType<typeof parseArgs<C>>["values"];

/** Runs a tool and ends the process: 0 if it returns true, 1 if it returns false or can't go on. */
export async function runTool(tool: () => Promise<boolean>): Promise<never> {
  try {
    Deno.exit(await tool() ? 0 : 1);
  } catch (error) {
    explain(error);
    Deno.exit(1);
  }
}

/** The flags in this process's arguments. @throws {BuildError} if there is one not known, or a word */
export function flags<C extends ParseArgsConfig>(config: C): Values<C> {
  try {
    return parseArgs({ ...config, args: Deno.args }).values;
  } catch (error) {
    throw new BuildError(`${(error as Error).message} (--help lists the flags)`);
  }
}
