/** Where the states of syncs are shown while they are waited for: redrawn lines, or lines of a log. */

import { restartsText, stateText, type SyncState } from "../../../apprepo/sync/wait/sync_state.ts";
import type { Host } from "../../../host.ts";
import { formatDuration } from "../../../output/duration.ts";
import { escapeTerminal } from "../../../output/escape.ts";
import { ProgressBlock } from "../../../output/progress_block.ts";

/** With more than these, a line for each change would be noise. */
const namedInLog = 10;
/** Milliseconds of silence after which a pipe gets a line, so that CI does not take it for dead. */
const longestSilence = 30_000;
/** Milliseconds between two drawings. */
const drawInterval = 100;

interface Shown {
  readonly state: SyncState;
  /** When it came to this phase. */
  readonly since: number;
}

export class WaitScreen {
  readonly #host: Pick<Host, "stdout" | "stderr" | "now">;
  readonly #quiet: boolean;
  readonly #block: ProgressBlock | undefined;
  /** By label, in the order in which they were first heard of. */
  readonly #shown = new Map<string, Shown>();
  readonly #said = new Set<string>();
  /** A line above them: how many were refreshed so far. */
  #head = "";
  #drawnAt = -Infinity;
  #spokeAt: number;

  /** @param isRedrawn stderr is a terminal that can move its cursor */
  constructor(
    host: Pick<Host, "stdout" | "stderr" | "now">,
    { isRedrawn, quiet }: { readonly isRedrawn: boolean; readonly quiet: boolean },
  ) {
    this.#host = host;
    this.#quiet = quiet;
    this.#block = isRedrawn && !quiet ? new ProgressBlock(host.stderr) : undefined;
    this.#spokeAt = host.now();
  }

  state(label: string, state: SyncState): void {
    const now = this.#host.now();
    const before = this.#shown.get(label);
    const isNew = before === undefined || stateText(before.state) !== stateText(state);
    this.#shown.set(label, isNew ? { state, since: now } : before);
    if (this.#block) return this.#draw(now);
    if (this.#quiet) return;
    const line = `${label}: ${stateText(state)}`;
    // A Job and its Pod tell of the same things one after the other.
    if (!this.#said.has(line) && state.run && this.#shown.size <= namedInLog) {
      this.#said.add(line);
      this.say(line);
    } else if (now - this.#spokeAt >= longestSilence) this.#breakSilence(now);
  }

  done(label: string): void {
    this.#shown.delete(label);
  }

  /** To stderr, above what is redrawn. */
  say(text: string): void {
    this.clear();
    this.#host.stderr.write(`${escapeTerminal(text)}\n`);
  }

  /** To stdout. */
  print(line: string): void {
    this.clear();
    this.#host.stdout.write(`${line}\n`);
  }

  update(head: string): void {
    this.#head = head;
  }

  /** Before anybody else writes. */
  clear(): void {
    this.#spokeAt = this.#host.now();
    this.#block?.clear();
    this.#drawnAt = -Infinity;
  }

  #draw(now: number): void {
    if (now - this.#drawnAt < drawInterval) return;
    this.#drawnAt = now;
    // Without the type, which is the same in all: the state must fit beside the name.
    const entries = [...this.#shown].sort(([, left], [, right]) => rank(left) - rank(right))
      .map(([label, shown]) => [label.slice(label.indexOf("/") + 1), shown] as const);
    const width = Math.max(...entries.map(([label]) => label.length));
    const lines = entries.map(([label, { state, since }]) => {
      const { phase, run, restarts } = state;
      const time = formatDuration(now - since) + restartsText(restarts);
      const parts = [label.padEnd(width), phase.padEnd(10), time];
      return `  ${[...parts, run?.job ?? ""].join("   ")}`.trimEnd();
    });
    this.#block?.update(this.#head === "" ? lines : [this.#head, ...lines]);
  }

  #breakSilence(now: number): void {
    const [first] = this.#shown;
    if (!first) return;
    const [label, { state, since }] = first;
    if (this.#shown.size === 1) {
      return this.say(`${label}: ${stateText(state)} (${formatDuration(now - since)})`);
    }
    const phases = [...this.#shown.values()].map(({ state }) => state.phase);
    const waiting = phases.filter((phase) => phase === "waiting").length;
    const queue = waiting > 0
      ? `, ${waiting} not started yet: Kubeapps starts about 3 a second`
      : "";
    this.say(`still waiting: ${phases.length - waiting} in work${queue}`);
  }
}

/** Those in work first. */
function rank({ state }: Shown): number {
  return state.phase === "waiting" ? 1 : 0;
}
