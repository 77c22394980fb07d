/** How a status that changes is shown. */

import type { RepositoryStatus } from "../../../apprepo/status/repository_status.ts";
import type { Host } from "../../../host.ts";
import { escapeTerminal } from "../../../output/escape.ts";
import { ProgressBlock } from "../../../output/progress_block.ts";
import type { Look } from "../../../output/terminal.ts";
import { describeStatus } from "./describe.ts";
import { statusList } from "./document.ts";
import type { StatusTask } from "./status_task.ts";

export interface View {
  /** Whether what time alone changes is shown. */
  readonly isLive: boolean;
  /** What was last shown, in a line. */
  readonly state: string;
  show(status: RepositoryStatus): void;
  close(): void;
}

export function openView({ context: { host, terminal: { out } }, printer }: StatusTask): View {
  if (printer) return new LineView(host, (status) => printer(statusList([status], host.now())));
  if (out.redraws) return new ScreenView(host, out);
  return new LineView(host, (status) => `${escapeTerminal(stateOf(status))}\n`);
}

/** Redrawn in place, as much of it as fits; the whole of it stays at the end. */
class ScreenView implements View {
  readonly isLive = true;
  readonly #host: Host;
  readonly #look: Look;
  readonly #block: ProgressBlock;
  #status: RepositoryStatus | undefined;

  constructor(host: Host, look: Look) {
    this.#host = host;
    this.#look = look;
    this.#block = new ProgressBlock(host.stdout);
  }

  get state(): string {
    return this.#status ? stateOf(this.#status) : "nothing was seen";
  }

  show(status: RepositoryStatus): void {
    this.#status = status;
    const look = { ...this.#look, colour: false, columns: this.#host.stdout.size?.()?.columns };
    this.#block.update(describeStatus(status, this.#host.now(), look).trimEnd().split("\n"));
  }

  close(): void {
    this.#block.clear();
    if (this.#status) {
      this.#host.stdout.write(describeStatus(this.#status, this.#host.now(), this.#look));
    }
  }
}

/** Something is written for each change of state. */
class LineView implements View {
  readonly isLive = false;
  readonly #host: Host;
  readonly #format: (status: RepositoryStatus) => string;
  state = "nothing was seen";

  constructor(host: Host, format: (status: RepositoryStatus) => string) {
    this.#host = host;
    this.#format = format;
  }

  show(status: RepositoryStatus): void {
    const state = stateOf(status);
    if (state === this.state) return;
    this.state = state;
    this.#host.stdout.write(this.#format(status));
  }

  close(): void {}
}

/** Such as `apprepository.kubeapps.com/my-repo failed (Job x): get request to …`. */
function stateOf(status: RepositoryStatus): string {
  const { repository: { metadata }, overview, lastFailure, lastSuccess, current } = status;
  const { result, newest } = overview;
  const end = result === "failed" ? lastFailure : result === "completed" ? lastSuccess : undefined;
  const word = end ? end.outcome.replace("-", " ") : result === "none" ? "has no sync" : result;
  const why = end ? end.message ?? end.reason : current?.lastLine ?? overview.message;
  const job = newest ? ` (Job ${newest.job})` : "";
  return `apprepository.kubeapps.com/${metadata.name} ${word}${job}${why ? `: ${why}` : ""}`;
}
