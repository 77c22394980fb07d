/** Programs as the system really runs them. */

import { FileError, type ProcessResult, type Program } from "../host.ts";
import { fileError } from "./files.ts";

export async function exec(program: Program): Promise<ProcessResult> {
  try {
    const { input } = program;
    const command = new Deno.Command(await findProgram(program.command), {
      args: [...program.args],
      env: program.env,
      clearEnv: true,
      stdin: input !== undefined ? "piped" : program.inheritStdin ? "inherit" : "null",
      stdout: "piped",
      stderr: program.isSilent ? "null" : "inherit",
      signal: program.signal,
    });
    const output = input === undefined ? await command.output() : await outputOf(command, input);
    return { code: output.code, stdout: new TextDecoder().decode(output.stdout) };
  } catch (error) {
    if (!/Exec format error/.test(String(error))) throw fileError(program.command, error);
    throw new FileError(program.command, "other", "exec format error", { cause: error });
  }
}

async function outputOf(command: Deno.Command, input: string): Promise<Deno.CommandOutput> {
  const child = command.spawn();
  const writer = child.stdin.getWriter();
  // One that does not want to know it is no error of ours.
  const written = writer.write(new TextEncoder().encode(input)).then(() => writer.close());
  const [output] = await Promise.all([child.output(), written.catch(() => {})]);
  return output;
}

/**
 * A bare name is looked up in this process's own PATH, not in the one that the program is given, and
 * not in the working directory. Source: Go's os/exec, LookPath.
 * @throws {Deno.errors.NotFound}
 */
async function findProgram(command: string): Promise<string> {
  if (Deno.build.os === "windows" || command.includes("/")) return command;
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    if (folder.startsWith("/") && await isProgram(`${folder}/${command}`)) {
      return `${folder}/${command}`;
    }
  }
  throw new Deno.errors.NotFound(command);
}

async function isProgram(path: string): Promise<boolean> {
  try {
    const { isFile, mode } = await Deno.stat(path);
    return isFile && ((mode ?? 0o111) & 0o111) !== 0;
  } catch {
    return false;
  }
}
