/** Says what became of each object that a revoke touches, as kubectl does. */

import type { Made } from "../../apprepo/grant/objects/ensure.ts";
import type { RoleBinding } from "../../apprepo/grant/objects/manifests.ts";
import type { RevokeEvents } from "../../apprepo/grant/revoke/revoke_request.ts";
import { escapeTerminal } from "../../output/escape.ts";
import { type CommandContext, Interrupted } from "../context.ts";
import type { DryRun } from "../flags/dry_run.ts";
import { errorText } from "../error_text.ts";
import { exitCodes } from "../exit_codes.ts";
import { withAdvice } from "../forbidden_advice.ts";
import { madeLine } from "./made_line.ts";

export class RevokeReport implements RevokeEvents {
  readonly #context: CommandContext;
  readonly #dryRun: DryRun;
  readonly #command: string;
  #changed = 0;
  #failed = 0;
  #deletedToken = false;

  /** @param command the same revoke, for somebody with the rights */
  constructor(context: CommandContext, dryRun: DryRun, command: string) {
    this.#context = context;
    this.#dryRun = dryRun;
    this.#command = command;
  }

  made(made: Made): void {
    this.#changed++;
    if (made.resource.kind === "Secret") this.#deletedToken = true;
    this.#context.host.stdout.write(madeLine(made, this.#dryRun));
  }

  left(called: string, reason: string): void {
    this.#say(`${called} left: ${reason}`);
  }

  failed({ metadata: { name, namespace } }: RoleBinding, error: unknown): void {
    this.#failed++;
    this.#context.exitCode = exitCodes.error;
    const text = errorText(withAdvice(error, this.#command));
    this.#say(`rolebinding "${name}" in namespace "${namespace}": ${text}`);
  }

  /** The error that ended it, with what to do; of an interruption, that is said at once. */
  explain(error: unknown): unknown {
    if (!(error instanceof Interrupted)) return withAdvice(error, this.#command);
    if (this.#changed > 0 && this.#dryRun === "none") {
      this.#say(`Interrupted. To end the rest: ${this.#command}`);
    }
    return error;
  }

  finish(): void {
    if (this.#failed > 0) this.#say("Run the same command again to complete the revocation.");
    else if (this.#changed === 0) this.#say("There was nothing to revoke.");
    if (this.#deletedToken && this.#dryRun === "none") {
      this.#say(
        "The rights have ended. API servers may go on knowing a deleted token for some 10 seconds.",
      );
    }
  }

  #say(text: string): void {
    this.#context.host.stderr.write(`${escapeTerminal(text)}\n`);
  }
}
