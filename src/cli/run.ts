/** Runs a command line to its exit code: the one place where errors become text. */

import { COMPLETER_NAME } from "../about.ts";
import { ClosedOutputError, type Host } from "../host.ts";
import { terminalOf, usualChoices } from "../output/terminal.ts";
import { type CommandContext, Interrupted } from "./context.ts";
import { errorText } from "./error_text.ts";
import { exitCodes } from "./exit_codes.ts";
import { runProgram } from "./program.ts";

/** Milliseconds between a stop signal and the moment that work under way is cut off. */
const graceAfterStop = 600;
/** And the one at which the program ends, whatever still hangs. */
const endAfterStop = 900;

/** What kubectl calls this program by at each TAB; `completion install` makes the link. */
const completer = new RegExp(`(^|[/\\\\])${COMPLETER_NAME}(\\.exe)?$`);

/** @param args the command line without the program's name */
export async function run(host: Host, args: readonly string[]): Promise<number> {
  const words = completer.test(host.invokedAs) ? ["__complete", ...args] : args;
  const stop = new AbortController();
  const cut = new AbortController();
  const context: CommandContext = {
    host,
    stop: stop.signal,
    cut: cut.signal,
    terminal: terminalOf(host, usualChoices),
    exitCode: 0,
  };
  const stopped = Promise.withResolvers<number>();
  let stopCode: number | undefined;
  host.onStopSignal((code) => {
    // A second signal is somebody who won't wait.
    if (stopCode !== undefined) return stopped.resolve(code);
    stopCode = code;
    stop.abort(new Interrupted());
    if (context.endsItself) return;
    setTimeout(() => cut.abort(new Interrupted()), graceAfterStop);
    setTimeout(() => stopped.resolve(code), endAfterStop);
  });
  const done = runProgram(context, words).then(
    () => context.exitCode,
    (error) => failed(host, error),
  );
  const code = await Promise.race([done, stopped.promise]);
  return context.endsItself ? code : stopCode ?? code;
}

function failed(host: Host, error: unknown): number {
  if (error instanceof ClosedOutputError) return exitCodes.closedOutput;
  if (error instanceof Interrupted) return exitCodes.interrupted;
  try {
    host.stderr.write(`${errorText(error)}\n`);
  } catch {
    // Nobody is there to read it; the exit code still tells.
  }
  return exitCodes.error;
}
