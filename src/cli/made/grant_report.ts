/** What `grant` tells besides the objects: what is not as asked, and how to go on. */

import type { Made } from "../../apprepo/grant/objects/ensure.ts";
import type { GrantEvents } from "../../apprepo/grant/grant.ts";
import type { LockUnavailable } from "../../apprepo/grant/lock/make_lock.ts";
import { accountWords } from "../../apprepo/grant/objects/account.ts";
import { called, isAccount } from "../../apprepo/grant/objects/grantee.ts";
import type { GrantRequest, Target } from "../../apprepo/grant/request.ts";
import { PLUGIN_NAME } from "../../about.ts";
import { ApiError } from "../../kube/api/errors.ts";
import { escapeTerminal } from "../../output/escape.ts";
import { formatWarning } from "../../output/style.ts";
import { type CommandContext, Interrupted } from "../context.ts";
import { errorText } from "../error_text.ts";
import { exitCodes } from "../exit_codes.ts";
import { withAdvice } from "../forbidden_advice.ts";
import type { MadeReport } from "./made_report.ts";

const noPolicies =
  "this API server has no ValidatingAdmissionPolicies (they came with Kubernetes 1.30)";

export interface GrantReportOptions {
  readonly request: GrantRequest;
  /** The same, for somebody with the rights. */
  readonly command: string;
  /** What to do where it ended half-way. */
  readonly toComplete: string;
}

export class GrantReport implements GrantEvents {
  readonly #context: CommandContext;
  readonly #made: MadeReport;
  readonly #options: GrantReportOptions;
  readonly #failed: string[] = [];

  constructor(context: CommandContext, made: MadeReport, options: GrantReportOptions) {
    this.#context = context;
    this.#made = made;
    this.#options = options;
  }

  made(made: Made): void {
    this.#made.made(made);
  }

  unlocked({ api, cause }: LockUnavailable): void {
    const { account } = this.#options.request;
    const who = called(account);
    const hole = `whoever ${
      isAccount(account) ? "holds its token" : `speaks as ${who}`
    } can change the AppRepositories' URL and the Pods that Kubeapps runs for them in its own namespace, not only refresh them.`;
    if (api === "none") {
      return this.#warn(
        `${who} can't be locked: ${noPolicies}\nThat means that ${hole}`,
      );
    }
    this.#warn(
      `${who} can't be locked: ${errorText(cause)}\n` +
        `Unless an admin has locked it already, ${hole}` +
        (cause.code === 403
          ? `\nAn admin can add the lock by running: ${this.#options.command}`
          : ""),
    );
  }

  beta(): void {
    const { account } = this.#options.request;
    this.#warn(
      "the lock is made of this API server's beta of ValidatingAdmissionPolicies, and holds only where its feature gate ValidatingAdmissionPolicy is on" +
        (isAccount(account)
          ? `\nTry it: kubectl ${PLUGIN_NAME} token ${accountWords(account)} --check`
          : ""),
    );
  }

  failed({ namespace }: Target, error: unknown): void {
    this.#failed.push(namespace);
    const text = errorText(withAdvice(error, this.#options.command));
    this.say(this.#options.request.targets.length > 1 ? `namespace "${namespace}": ${text}` : text);
    this.#context.exitCode = exitCodes.error;
  }

  wider(namespace: string, by: string): void {
    this.#warn(
      `${
        called(this.#options.request.account)
      } reaches every AppRepository in namespace "${namespace}", not only the named ones: an earlier grant stays in force, ${by}`,
    );
  }

  /** Where a namespace failed: what stands, and how to get the rest. */
  finish(): void {
    if (this.#failed.length > 0 && this.#made.done.length > 0) this.say(this.#standing());
  }

  /** The error that ended it, with what stands; of an interruption, that is said at once. */
  explain(error: unknown): unknown {
    if (error instanceof Interrupted) {
      if (this.#made.done.length > 0) this.say(`Interrupted. ${this.#standing()}`);
      return error;
    }
    const explained = withAdvice(error, this.#options.command);
    if (explained instanceof ApiError && explained.status.details?.kind === "clusterroles") {
      explained.message +=
        "\nOr add --namespaced, which makes a Role in each namespace and needs no ClusterRole.";
    }
    if (explained instanceof Error && this.#made.done.length > 0) {
      explained.message += `\n${this.#standing()}`;
    }
    return explained;
  }

  say(text: string): void {
    this.#context.host.stderr.write(`${escapeTerminal(text)}\n`);
  }

  #standing(): string {
    const done = this.#made.done.join(", ");
    return `Made before that: ${done}. ${this.#options.toComplete}`;
  }

  #warn(text: string): void {
    const { host, terminal } = this.#context;
    host.stderr.write(formatWarning(text, terminal.err.colour));
  }
}
