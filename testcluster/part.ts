// One program of the control plane, which can be ended and started again.

import { HeldProcess } from "./held_process.ts";

/** A part that ended though nobody stopped it. */
export class PartEnded extends Error {
  readonly portWasTaken: boolean;

  constructor(name: string, code: number, output: string) {
    super(`${name} ended with code ${code}:\n${output}`);
    this.portWasTaken = output.includes("address already in use");
  }
}

export class Part {
  readonly #name: string;
  readonly #folder: string;
  #process: HeldProcess | undefined;

  constructor(name: string, folder: string) {
    this.#name = name;
    this.#folder = folder;
  }

  /**
   * Starts `command` and waits until `isReady`, at most three minutes.
   *
   * @throws {PartEnded} when the program ends before that
   */
  async start(command: string[], isReady: () => Promise<boolean>): Promise<void> {
    const log = `${this.#folder}/${this.#name}.log`;
    const process = await HeldProcess.start(command, { folder: this.#folder, log });
    this.#process = process;
    let code: number | undefined;
    const ended = process.ended.then((value) => {
      code = value;
      return false;
    });
    const deadline = Date.now() + 180_000;
    while (true) {
      const isUp = await Promise.race([isReady(), ended]);
      // Asked first: what answered may be a stranger on a port that this program could not have.
      if (code !== undefined) throw new PartEnded(this.#name, code, lastLines(log));
      if (isUp) return;
      if (Date.now() > deadline) {
        throw new Error(`${this.#name} is not ready after three minutes:\n${lastLines(log)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Does nothing when it is not running. */
  async end(signal: Deno.Signal): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    await process?.end(signal);
  }

  /** Resolves when the running program ends though end() was not called. */
  async ended(): Promise<PartEnded> {
    const process = this.#process;
    const code = await process?.ended;
    if (process === undefined || this.#process !== process) return await new Promise(() => {});
    return new PartEnded(this.#name, code ?? 0, lastLines(`${this.#folder}/${this.#name}.log`));
  }
}

function lastLines(path: string): string {
  return Deno.readTextFileSync(path).trimEnd().split("\n").slice(-20).join("\n");
}
