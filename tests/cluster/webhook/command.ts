// Runs a command line of the program in this process, against a real API server.

import type { Host } from "../../../src/host.ts";
import { realHost } from "../../../src/real_host.ts";
import { run } from "../../../src/cli/run.ts";

export interface Surroundings {
  /** Which of the streams are terminals; none by default. */
  readonly terminals?: readonly ("stdin" | "stdout" | "stderr")[];
  /** What the user types when asked; nothing by default. */
  readonly typed?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runCommand(
  words: readonly string[],
  { terminals = [], typed = "", env = {} }: Surroundings = {},
): Promise<Outcome> {
  const texts = { stdout: "", stderr: "" };
  function output(name: "stdout" | "stderr"): Host["stdout"] {
    return {
      isTerminal: terminals.includes(name),
      write: (text) => void (texts[name] += text),
    };
  }
  const variables = new Map(Object.entries(env));
  const host: Host = {
    ...realHost(),
    stdin: {
      isTerminal: terminals.includes("stdin"),
      readText: () => Promise.resolve(""),
      readLine: () => Promise.resolve(typed),
    },
    stdout: output("stdout"),
    stderr: output("stderr"),
    env: {
      get: (name) => variables.get(name),
      set: (name, value) => void variables.set(name, value),
      delete: (name) => void variables.delete(name),
      all: () => Object.fromEntries(variables),
    },
    onStopSignal: () => {},
  };
  return { code: await run(host, words), ...texts };
}
