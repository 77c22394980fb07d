import type { Host } from "../host.ts";

/** What every command gets. */
export interface CommandContext {
  readonly host: Host;
  /** Aborted at the first Ctrl-C or SIGTERM: begin nothing new. */
  readonly stop: AbortSignal;
  /** Aborted a little later: cut off what is still under way. */
  readonly cut: AbortSignal;
  /** What the program ends with; a command that fails in part sets it. */
  exitCode: number;
}

/** What the two signals abort with. */
export class Interrupted extends Error {
  override name = "Interrupted";
}
