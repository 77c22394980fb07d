// A command of the program that goes on while a test does other things, in this process.

import assert from "node:assert/strict";
import { run } from "../../../src/cli/run.ts";
import type { Host } from "../../../src/host.ts";
import { realHost } from "../../../src/real_host.ts";
import type { Outcome } from "../webhook/command.ts";
import type { TestCluster } from "../support/test_cluster.ts";

const patience = 30_000;

export class Following {
  readonly #texts = { stdout: "", stderr: "" };
  readonly #stops: ((code: number) => void)[] = [];
  readonly #code: Promise<number>;

  constructor(
    cluster: TestCluster,
    words: readonly string[],
    kubeconfig = cluster.adminKubeconfig,
  ) {
    const variables = new Map([["KUBECONFIG", kubeconfig]]);
    const host: Host = {
      ...realHost(),
      stdout: this.#output("stdout"),
      stderr: this.#output("stderr"),
      env: {
        get: (name) => variables.get(name),
        set: (name, value) => void variables.set(name, value),
        delete: (name) => void variables.delete(name),
        all: () => Object.fromEntries(variables),
      },
      onStopSignal: (callback) => void this.#stops.push(callback),
    };
    this.#code = run(host, words);
  }

  /** As if Ctrl-C had come. */
  stop(): void {
    for (const stop of this.#stops) stop(130);
  }

  untilStdout(expected: RegExp): Promise<void> {
    return this.#until("stdout", expected);
  }

  untilStderr(expected: RegExp): Promise<void> {
    return this.#until("stderr", expected);
  }

  async ended(): Promise<Outcome> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`has not ended: ${this.#all()}`)), patience);
    });
    const code = await Promise.race([this.#code, late]).finally(() => clearTimeout(timer));
    return { code, ...this.#texts };
  }

  async #until(name: "stdout" | "stderr", expected: RegExp): Promise<void> {
    for (const deadline = Date.now() + patience; Date.now() < deadline;) {
      if (expected.test(this.#texts[name])) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.match(this.#texts[name], expected, this.#all());
  }

  #all(): string {
    return JSON.stringify(this.#texts);
  }

  #output(name: "stdout" | "stderr"): Host["stdout"] {
    return { isTerminal: false, write: (text) => void (this.#texts[name] += text) };
  }
}
