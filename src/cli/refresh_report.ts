/** Says what became of each AppRepository, as it happens, and counts at the end. */

import type { AppRepository } from "../apprepo/app_repository.ts";
import { appRepositories } from "../apprepo/app_repository.ts";
import type { Refreshed, RepositoryKey } from "../apprepo/refresh.ts";
import { objectName } from "../kube/resource.ts";
import { escapeTerminal } from "../output/escape.ts";
import type { ObjectPrinter } from "../output/object_printer.ts";
import type { Progress } from "../output/progress.ts";
import type { CommandContext } from "./context.ts";
import { errorText } from "./error_text.ts";
import { exitCodes } from "./exit_codes.ts";

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
  readonly #progress: Progress;
  readonly #uncertain: string[] = [];
  readonly #untouched: string[] = [];
  #refreshed = 0;
  #failed = 0;

  constructor(context: CommandContext, style: ReportStyle, progress: Progress) {
    this.#context = context;
    this.#style = style;
    this.#progress = progress;
  }

  refreshed({ repository, raisedAgain }: Refreshed): void {
    this.#refreshed++;
    this.#progress.clear();
    this.#context.host.stdout.write(this.#success(repository));
    if (raisedAgain) {
      const name = objectName(appRepositories, repository.metadata.name ?? "");
      this.#say(
        `${name}: an answer was lost on the way and it was raised again; there may be one sync more`,
      );
    }
    this.#progress.update(this.#counts());
  }

  /** @param sent whether the write had begun, so that nobody knows its outcome */
  interrupted(key: RepositoryKey, sent: boolean): void {
    (sent ? this.#uncertain : this.#untouched).push(this.#label(key));
  }

  failed(key: RepositoryKey, error: unknown): void {
    this.#failed++;
    this.#progress.clear();
    const text = errorText(error);
    const shown = this.#style.brief ? text.split("\n")[0] : text;
    this.#say(this.#style.many ? `${this.#label(key)}: ${shown}` : text);
    this.#context.exitCode = exitCodes.error;
    this.#progress.update(this.#counts());
  }

  /** Nothing was there to refresh. */
  get isEmpty(): boolean {
    return this.#refreshed + this.#failed === 0 && !this.#context.stop.aborted;
  }

  finish(): void {
    this.#progress.clear();
    if (this.#context.stop.aborted) return this.#finishInterrupted();
    if (this.isEmpty) return;
    if (this.#style.many && (!this.#style.quiet || this.#failed > 0)) this.#say(this.#counts());
  }

  #finishInterrupted(): void {
    const parts = [`Interrupted: ${this.#counts()}`];
    if (this.#uncertain.length > 0) {
      parts.push(`it is not known whether these were refreshed: ${shorten(this.#uncertain)}`);
    }
    if (this.#untouched.length > 0) parts.push(`not refreshed: ${shorten(this.#untouched)}`);
    else if (this.#style.many) parts.push("the rest were not refreshed");
    this.#say(parts.join("; "));
  }

  #success(repository: AppRepository): string {
    const { printer, dryRun, quiet } = this.#style;
    if (printer) return printer(repository);
    if (quiet) return "";
    const name = objectName(appRepositories, repository.metadata.name ?? "");
    return escapeTerminal(`${name} refreshed${suffixes[dryRun]}`) + "\n";
  }

  #label({ namespace, name }: RepositoryKey): string {
    const where = this.#style.namespaces ? ` (namespace ${namespace})` : "";
    return `${objectName(appRepositories, name)}${where}`;
  }

  #counts(): string {
    const failed = this.#failed > 0 ? `, ${this.#failed} failed` : "";
    return `${this.#refreshed} refreshed${suffixes[this.#style.dryRun]}${failed}`;
  }

  #say(text: string): void {
    this.#context.host.stderr.write(`${text}\n`);
  }
}

function shorten(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).join(", ");
  return names.length > namesShown ? `${shown} and ${names.length - namesShown} more` : shown;
}
