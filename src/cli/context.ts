import type { Host } from "../host.ts";
import type { Terminal } from "../output/terminal.ts";

/** What every command gets. */
export interface CommandContext {
  readonly host: Host;
  /** Aborted at the first Ctrl-C or SIGTERM: begin nothing new. */
  readonly stop: AbortSignal;
  /** Aborted a little later: cut off what is still under way. */
  readonly cut: AbortSignal;
  /** How output may look; the command's own flags have a say before it runs. */
  terminal: Terminal;
  /** What the program ends with; a command that fails in part sets it. */
  exitCode: number;
  /**
   * Set by a command that ends in good order after the first stop signal, however long it takes:
   * `cut` is then left alone, and the exit code is its own unless a second signal comes.
   */
  endsItself?: boolean;
}

/** What the two signals abort with. */
export class Interrupted extends Error {
  override name = "Interrupted";
}
