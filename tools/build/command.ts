import { BuildError } from "./build_error.ts";

/** How a program ended, with all that it printed. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. @throws {Deno.errors.NotFound} if there is no such program */
export async function finish(
  program: string,
  args: readonly string[],
  options: Pick<Deno.CommandOptions, "cwd" | "env" | "signal"> = {},
): Promise<Finished> {
  const command = new Deno.Command(program, { ...options, args: [...args], stdin: "null" });
  const { code, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** The error for a program that failed: what was run and the last line that it said. */
export function commandFailed(what: string, { code, stdout, stderr }: Finished): BuildError {
  const said = (stderr.trim() || stdout.trim()).split("\n").at(-1);
  return new BuildError(`${what} failed with exit code ${code}: ${said || "it said nothing"}`);
}
