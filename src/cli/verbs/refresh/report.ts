/** Says what became of each AppRepository, as it happens, and counts at the end. */

import type { AppRepository } from "../../../apprepo/app_repository.ts";
import { appRepositories, longestSyncedName } from "../../../apprepo/app_repository.ts";
import type { RepositoryKey } from "../../../apprepo/app_repository.ts";
import type { Refreshed } from "../../../apprepo/refresh/refresh.ts";
import { ClosedOutputError } from "../../../host.ts";
import { objectName } from "../../../kube/api/resource.ts";
import { escapeTerminal } from "../../../output/escape.ts";
import type { ObjectPrinter } from "../../../output/object_printer.ts";
import type { Progress } from "../../../output/progress.ts";
import type { CommandContext } from "../../context.ts";
import { errorText } from "../../error_text.ts";
import { exitCodes } from "../../exit_codes.ts";
import { repositoryLabel } from "./repository_label.ts";

export interface ReportStyle {
  /** Undefined for kubectl's line, `apprepository.kubeapps.com/my-repo refreshed`. */
  readonly printer?: ObjectPrinter;
  readonly dryRun: "none" | "client" | "server";
  readonly quiet: boolean;
  /** Several repositories: each failure names its own, and a last line counts. */
  readonly many: boolean;
  /** So many that advice is left out: what holds for all would be repeated for each. */
  readonly brief: boolean;
  /** They are in several namespaces. */
  readonly namespaces: boolean;
}

const suffixes = { none: "", client: " (dry run)", server: " (server dry run)" };
const namesShown = 10;

export class RefreshReport {
  readonly #context: CommandContext;
  readonly #style: ReportStyle;
  readonly #progress: Pick<Progress, "update" | "clear">;
  readonly #uncertain: string[] = [];
  readonly #untouched: string[] = [];
  /** The list ended before its end, so that nobody knows what else there is. */
  #isBrokenOff = false;
  #refreshed = 0;
  #failed = 0;

  constructor(
    context: CommandContext,
    style: ReportStyle,
    progress: Pick<Progress, "update" | "clear">,
  ) {
    this.#context = context;
    this.#style = style;
    this.#progress = progress;
  }

  refreshed(key: RepositoryKey, { repository, raisedAgain }: Refreshed): void {
    this.#refreshed++;
    this.#progress.clear();
    try {
      this.#context.host.stdout.write(this.#success(repository));
    } catch (error) {
      if (error instanceof ClosedOutputError) throw error;
      // Such as a JSONPath that does not fit it. It is refreshed all the same, and counts once.
      this.#say(`${this.#label(key)} was refreshed, and can't be printed: ${errorText(error)}`);
      this.#context.exitCode = exitCodes.error;
    }
    if (key.name.length > longestSyncedName && !this.#style.quiet) {
      this.#say(
        `Warning: ${
          this.#label(key)
        } has a name of over ${longestSyncedName} characters: Kubeapps never syncs such a repository`,
      );
    }
    if (raisedAgain) {
      this.#say(
        `${
          this.#label(key)
        }: an answer was lost on the way and it was raised again; there may be one sync more`,
      );
    }
    this.#progress.update(this.#counts());
  }

  /** @param sent whether the write had begun, so that nobody knows its outcome */
  interrupted(key: RepositoryKey, sent: boolean): void {
    (sent ? this.#uncertain : this.#untouched).push(this.#label(key));
  }

  /** @param isUnknown whether it may have been done all the same */
  failed(key: RepositoryKey, error: unknown, isUnknown = false): void {
    this.#failed++;
    this.#progress.clear();
    const text = isUnknown ? this.#unknown(key, errorText(error)) : errorText(error);
    const shown = this.#style.brief
      ? text.split("\n").slice(0, isUnknown ? 2 : 1).join("; ")
      : text;
    this.#say(this.#style.many ? `${this.#label(key)}: ${shown}` : text);
    this.#context.exitCode = exitCodes.error;
    this.#progress.update(this.#counts());
  }

  /** It was not tried: what came before ended the whole. */
  leftOut(key: RepositoryKey): void {
    this.#untouched.push(this.#label(key));
  }

  /** The list could not be read to its end. */
  brokeOff(error: unknown): void {
    this.#isBrokenOff = true;
    if (this.#context.stop.aborted) return;
    this.#progress.clear();
    this.#say(
      `${errorText(error)}\nThe list broke off here: what is not named above was not refreshed.`,
    );
    this.#context.exitCode = exitCodes.error;
  }

  /** Nothing was there to refresh. */
  get isEmpty(): boolean {
    return this.#refreshed + this.#failed === 0 && !this.#context.stop.aborted;
  }

  /** Everything that was asked for was refreshed. */
  get isComplete(): boolean {
    return this.#failed + this.#untouched.length + this.#uncertain.length === 0 &&
      !this.#isBrokenOff;
  }

  finish(): void {
    this.#progress.clear();
    if (this.#context.stop.aborted) return this.#finishInterrupted();
    if (this.isEmpty) return;
    if (this.#untouched.length > 0) {
      this.#say(`not refreshed: ${shorten(this.#untouched).join(" and ")}`);
    }
    if (this.#style.many && (!this.#style.quiet || this.#failed > 0)) this.#say(this.#counts());
  }

  #finishInterrupted(): void {
    const parts = [`Interrupted: ${this.#counts()}`];
    if (this.#uncertain.length > 0) {
      parts.push(`it is not known whether these were refreshed: ${this.#uncertain.join(", ")}`);
    }
    const untouched = shorten(this.#untouched);
    if (this.#isBrokenOff) untouched.push("what was not yet listed");
    if (untouched.length > 0) parts.push(`not refreshed: ${untouched.join(" and ")}`);
    this.#say(parts.join("; "));
  }

  /** Advice on the error itself is left out: this is what the user must know. */
  #unknown(key: RepositoryKey, text: string): string {
    const [line] = text.split("\n");
    const name = objectName(appRepositories, key.name);
    return `${line}\nAn answer was lost on the way: it is not known whether ${name} was refreshed.`;
  }

  #success(repository: AppRepository): string {
    const { printer, dryRun, quiet } = this.#style;
    if (printer) return printer(repository);
    if (quiet) return "";
    const name = objectName(appRepositories, repository.metadata.name ?? "");
    return escapeTerminal(`${name} refreshed${suffixes[dryRun]}`) + "\n";
  }

  #label(key: RepositoryKey): string {
    return repositoryLabel(key, this.#style);
  }

  #counts(): string {
    const failed = this.#failed > 0 ? `, ${this.#failed} failed` : "";
    return `${this.#refreshed} refreshed${suffixes[this.#style.dryRun]}${failed}`;
  }

  #say(text: string): void {
    this.#context.host.stderr.write(`${escapeTerminal(text)}\n`);
  }
}

function shorten(names: readonly string[]): string[] {
  if (names.length <= namesShown + 1) return names.length > 0 ? [names.join(", ")] : [];
  return [names.slice(0, namesShown).join(", "), `${names.length - namesShown} more`];
}
