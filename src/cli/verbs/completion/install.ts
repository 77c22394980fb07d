/** Puts beside the program what kubectl asks at each TAB, and takes it away. */

import { basename, dirname } from "node:path";
import { BINARY_NAME } from "../../../about.ts";
import type { Host } from "../../../host.ts";
import type { CompleterSeen } from "../../../apprepo/doctor/seen.ts";
import { commandFile, findCompleter } from "../../completion/completer.ts";
import { InstallError } from "../../completion/install_error.ts";

/**
 * A link, which has no version of its own: it leads to whatever program is beside it. On Windows,
 * where links take a privilege, a command file.
 * @returns what was done
 * @throws {InstallError}
 */
export async function install(host: Host): Promise<string> {
  const { path: completer, program, state } = await mustFind(host);
  if (state === "other") throw notOurs(completer, "remove it, and run this again");
  const done = `kubectl apprepo <TAB> completes in shells that have kubectl's own completion.`;
  if (state !== "missing") return `${completer} is there already.\n${done}`;
  if (host.platform.os === "windows") {
    const script = "[IO.File]::WriteAllText($env:COMPLETER, $env:COMMAND_FILE)";
    await powershell(host, script, { COMPLETER: completer, COMMAND_FILE: commandFile(program) });
  } else await run(host, "ln", ["-s", "--", program, completer], completer);
  return `${completer} installed.\n${done}`;
}

/** @returns what was done @throws {InstallError} */
export async function uninstall(host: Host): Promise<string> {
  const { path: completer, state } = await mustFind(host);
  if (state === "missing") return `${completer} is not there.`;
  if (state === "other") throw notOurs(completer, "it is left alone");
  if (state === "theirs") {
    throw new InstallError(`${completer} belongs to what installed the program, and goes with it`);
  }
  if (host.platform.os === "windows") {
    await powershell(host, "[IO.File]::Delete($env:COMPLETER)", { COMPLETER: completer });
  } else await run(host, "rm", ["--", completer], completer);
  return `${completer} removed.`;
}

async function mustFind(host: Host): Promise<CompleterSeen> {
  const completer = await findCompleter(host);
  if (completer) return completer;
  throw new InstallError(
    `${BINARY_NAME} is in none of the folders of PATH, where kubectl looks for it and for what completes it: put it into one, and run this again`,
  );
}

function notOurs(completer: string, what: string): InstallError {
  return new InstallError(`${completer} is there, and does not lead to this program: ${what}`);
}

/** The texts come in the environment, where no shell reads them. */
async function powershell(
  host: Host,
  script: string,
  texts: Record<string, string> & { COMPLETER: string },
): Promise<void> {
  const args = ["-NoProfile", "-NonInteractive", "-Command", script];
  await run(host, "powershell.exe", args, texts.COMPLETER, texts);
}

/**
 * By a program, since this one was compiled without the right to write files.
 * @throws {InstallError}
 */
async function run(
  host: Host,
  command: string,
  args: string[],
  completer: string,
  texts: Record<string, string> = {},
): Promise<void> {
  const env = { ...host.env.all(), ...texts };
  const { code } = await host.exec({ command, args, env, inheritStdin: false })
    .catch((error: unknown) => {
      throw new InstallError(`${command} can't be run: ${(error as Error).message}`);
    });
  if (code === 0) return;
  throw new InstallError(
    `${basename(completer)} could not be changed in ${
      dirname(completer)
    }: ${command} ended with exit code ${code}. If the folder is not yours, run this as whoever it belongs to`,
  );
}
