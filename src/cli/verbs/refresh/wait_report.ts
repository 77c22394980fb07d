/** Says what becomes of each sync that is waited for, as it happens, and counts at the end. */

import type { AppRepository, RepositoryKey } from "../../../apprepo/app_repository.ts";
import { appRepositories } from "../../../apprepo/app_repository.ts";
import {
  endWithout,
  isGood,
  linesBeside,
  type Outcome,
  type SyncEnd,
} from "../../../apprepo/sync/sync_end.ts";
import type { SyncState } from "../../../apprepo/sync/wait/sync_state.ts";
import type { WaitEvents } from "../../../apprepo/sync/wait/await_sync.ts";
import { objectName } from "../../../kube/api/resource.ts";
import { formatDuration } from "../../../output/duration.ts";
import type { Hint } from "../../../apprepo/doctor/hints.ts";
import { escapeTerminal } from "../../../output/escape.ts";
import { paintState } from "../../../output/style.ts";
import type { CommandContext } from "../../context.ts";
import { errorText } from "../../error_text.ts";
import { exitCodes } from "../../exit_codes.ts";
import { repositoryLabel } from "./repository_label.ts";
import { endItem, type WaitItem } from "./wait_item.ts";
import type { WaitScreen } from "./wait_screen.ts";

export interface WaitStyle {
  /** `lines`: kubectl's; `name`: of those that were synced; `document`: collected for the end. */
  readonly output: "lines" | "name" | "document";
  readonly quiet: boolean;
  /** Several repositories: a last line counts. */
  readonly many: boolean;
  /** They are in several namespaces. */
  readonly namespaces: boolean;
  /** In ms. */
  readonly timeout: number;
}

/** In the order in which they are counted. */
const words: Readonly<Record<Outcome, string>> = {
  synced: "synced",
  unchanged: "unchanged",
  "partly-synced": "partly synced",
  completed: "completed",
  failed: "failed",
  deleted: "deleted",
  "not-started": "not started",
  "timed-out": "timed out",
  "not-awaited": "not awaited",
};
const logLinesShown = 5;
/** With more failures than this each is a line: what is behind it can be asked for. */
const failuresInFull = 5;

export class WaitReport implements WaitEvents {
  readonly #context: CommandContext;
  readonly #style: WaitStyle;
  readonly #screen: WaitScreen;
  readonly #items: WaitItem[] = [];
  readonly #counts = new Map<Outcome, number>();
  readonly #notes = new Set<string>();
  #failures = 0;

  constructor(context: CommandContext, style: WaitStyle, screen: WaitScreen) {
    this.#context = context;
    this.#style = style;
    this.#screen = screen;
  }

  /** What `-o json` prints at the end. */
  get items(): readonly WaitItem[] {
    return this.#items;
  }

  state(key: RepositoryKey, state: SyncState): void {
    this.#screen.state(this.#label(key), state);
  }

  trouble(key: RepositoryKey, text: string): void {
    this.#screen.say(`${this.#label(key)}: ${text}`);
  }

  /** @param ms since it was refreshed */
  ended(
    key: RepositoryKey,
    end: SyncEnd,
    repository: AppRepository,
    ms: number,
    hint?: Hint,
  ): void {
    const { outcome } = end;
    const label = this.#label(key);
    this.#screen.done(label);
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1);
    this.#items.push(endItem(key, end, repository, ms));
    // Whoever interrupts knows, and what goes on is said once for all.
    if (this.#context.stop.aborted) return;
    this.#write(key, end, ms);
    if (end.note !== undefined) this.#notes.add(end.note);
    if (isGood(end)) return;
    this.#context.exitCode = exitCodes.error;
    this.#explain(key, end, hint);
  }

  /** Nobody can say any more what became of it. */
  lost(key: RepositoryKey, error: unknown, repository: AppRepository): void {
    const label = this.#label(key);
    this.#screen.done(label);
    if (this.#context.stop.aborted) return;
    const message = errorText(error);
    this.#counts.set("not-awaited", (this.#counts.get("not-awaited") ?? 0) + 1);
    const end = endWithout("not-awaited", { message });
    this.#items.push(endItem(key, end, repository, 0));
    this.#screen.say(`${label}: ${message}\nIts sync can't be followed any more; it goes on.`);
    this.#context.exitCode = exitCodes.error;
  }

  finish(): void {
    this.#screen.clear();
    for (const note of this.#notes) this.#screen.say(note);
    if (this.#context.stop.aborted) return this.#finishInterrupted();
    if (this.#style.many && (!this.#style.quiet || this.#failures > 0)) {
      this.#screen.say(this.#sum());
    }
  }

  #finishInterrupted(): void {
    const going = this.#counts.get("not-awaited") ?? 0;
    this.#counts.delete("not-awaited");
    const done = this.#sum();
    const syncs = going === 1 ? "1 sync goes on" : `${going} syncs go on`;
    if (going > 0) this.#screen.say(`Interrupted: ${[done, syncs].filter(Boolean).join("; ")}`);
  }

  #sum(): string {
    const counted = Object.entries(words).flatMap(([outcome, word]) => {
      const count = this.#counts.get(outcome as Outcome);
      return count ? [`${count} ${word}`] : [];
    });
    return counted.join(", ");
  }

  #write(key: RepositoryKey, end: SyncEnd, ms: number): void {
    const { output, quiet } = this.#style;
    if (output === "document") return;
    const name = objectName(appRepositories, key.name);
    if (output === "name") return isGood(end) ? this.#print(name) : undefined;
    if (quiet) return;
    const word = words[end.outcome];
    const shown = this.#context.terminal.out.colour ? paintState(word) : word;
    const [label, more] = [this.#label(key), detail(end, ms)].map(escapeTerminal);
    this.#screen.print(`${label} ${shown} (${more})`);
  }

  #print(line: string): void {
    this.#screen.print(escapeTerminal(line));
  }

  #explain(key: RepositoryKey, end: SyncEnd, hint: Hint | undefined): void {
    const { outcome, message, logIsGone } = end;
    if (outcome === "completed" || outcome === "not-awaited") return;
    const label = this.#label(key);
    const brief = ++this.#failures > failuresInFull;
    const what = outcome === "timed-out"
      ? `timed out after ${formatDuration(this.#style.timeout)}: ${label}: ${message}`
      : `${label}: ${outcomeText[outcome]}${message === undefined ? "" : `: ${message}`}`;
    const lines = brief ? [] : linesBeside(end, logLinesShown).map((line) => `  ${line}`);
    const see = brief || outcome === "not-started" || outcome === "deleted"
      ? []
      : logIsGone
      ? ["The rest of its log is gone with its Pod."]
      : [`See: kubectl apprepo logs ${key.name} -n ${key.namespace}`];
    const hints = brief || !hint ? [] : hintLines(hint);
    this.#screen.say([`error: ${what}`, ...lines, ...hints, ...see].join("\n"));
  }

  #label(key: RepositoryKey): string {
    return repositoryLabel(key, this.#style);
  }
}

/** Of what mends it, the first step: the others come back to this command. */
function hintLines({ id, why, fix }: Hint): string[] {
  const [command] = fix.flatMap(({ command }) => command ?? []);
  const mends = command !== undefined && !command.startsWith("kubectl apprepo refresh");
  return [`Why: ${why} (${id})`, ...mends ? [`Fix: ${command}`] : []];
}

const outcomeText: Readonly<Partial<Record<Outcome, string>>> = {
  "partly-synced": "the sync left something out",
  failed: "the sync failed",
  deleted: "the sync did not end",
  "not-started": "no sync will start",
};

function detail({ outcome, message }: SyncEnd, ms: number): string {
  return outcome === "partly-synced" && message ? message : formatDuration(ms);
}
