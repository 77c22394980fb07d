// The compiled plugin while it runs: what it has said so far, and signals.

import { binary } from "./apprepo.ts";

export interface Ended {
  readonly code: number;
  readonly signal: Deno.Signal | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Running {
  readonly #child: Deno.ChildProcess;
  readonly #read: Promise<unknown>;
  #stdout = "";
  #stderr = "";

  /** Killed after `timeout` milliseconds. */
  constructor(args: readonly string[], kubeconfig: string, timeout = 300_000) {
    this.#child = new Deno.Command(binary, {
      args: [...args],
      clearEnv: true,
      env: { KUBECONFIG: kubeconfig, HOME: `${kubeconfig}.home`, PATH: "/usr/bin:/bin" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), timeout);
    this.#read = Promise.all([
      collect(this.#child.stdout, (text) => this.#stdout += text),
      collect(this.#child.stderr, (text) => this.#stderr += text),
    ]).finally(() => clearTimeout(timer));
  }

  /** Waits until so many lines are on stdout, or the program has ended. */
  untilLines(count: number): Promise<void> {
    return this.#until(() => this.#stdout.split("\n").length > count);
  }

  /** Waits until that is on stdout or stderr, or the program has ended. */
  untilSaid(pattern: RegExp): Promise<void> {
    return this.#until(() => pattern.test(this.#stdout) || pattern.test(this.#stderr));
  }

  async #until(isSo: () => boolean): Promise<void> {
    let isOver = false;
    this.#child.status.then(() => isOver = true);
    while (!isOver && !isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
  }

  kill(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  async ended(): Promise<Ended> {
    const { code, signal } = await this.#child.status;
    await this.#read;
    return { code, signal, stdout: this.#stdout, stderr: this.#stderr };
  }
}

async function collect(
  stream: ReadableStream<Uint8Array>,
  add: (text: string) => void,
): Promise<void> {
  for await (const text of stream.pipeThrough(new TextDecoderStream())) add(text);
}
