// Whether what the program said is what a user may be shown.

import { exitCodes } from "../../src/cli/exit_codes.ts";

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How an error begins: in kubectl's words, or with the repository that it is about. */
const beginnings =
  /^(error: |Error in configuration: |Error from server|The |Unable to connect to the server: |apprepository\.kubeapps\.com\/)/;

/** What only a programmer understands. */
const insides = [
  /^\s+at .+:\d+:\d+/m,
  /\b(Type|Range|Reference|Syntax|URI|Aggregate)Error\b/,
  /\bundefined\b|\[object |\bNaN\b/,
  /Cannot (read|convert|set|destructure|mix)|is not (a function|iterable|an object|defined)/,
  /Maximum call stack|Invalid (array|string) length|out of memory|[Pp]anicked|Uncaught/,
  /(src|node_modules)\/[\w/]+\.[tj]s\b/,
];

// deno-lint-ignore no-control-regex -- they are what is looked for
const controls = /[\0-\x08\v-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

/** @returns what is wrong, or undefined */
export function fault({ code, stdout, stderr }: Said, mostLines: number): string | undefined {
  if (code !== exitCodes.ok && code !== exitCodes.error) return `exit code ${code}`;
  for (const inside of insides) {
    const [found] = inside.exec(stderr) ?? [];
    if (found !== undefined) return `stderr shows ${JSON.stringify(found)}`;
  }
  const [control] = controls.exec(stderr) ?? [];
  if (control !== undefined) return `stderr has the control character ${JSON.stringify(control)}`;
  if (code === exitCodes.ok) return undefined;
  // kubectl lists what is wrong with a kubeconfig, a line each.
  const lines = stderr.trimEnd().split("\n").filter((line) => !/^(Warning:|\* )/.test(line));
  if (!stderr.endsWith("\n") || lines.length === 0) return "it failed without a line on stderr";
  // kubectl's advice on a plugin that is not installed is long, and ends with the kubeconfig's own.
  const isLong = /^Unable to connect to the server: getting credentials: exec: /.test(stderr);
  if (lines.length > mostLines && !isLong) return `${lines.length} lines on stderr`;
  if (mostLines < Infinity && !lines.some((line) => beginnings.test(line))) {
    return "stderr begins like no error";
  }
  if (/\S: ?\n(?!\* )/.test(stderr.slice(0, 500)) && stdout === "" && mostLines < Infinity) {
    return "a line on stderr ends before it has said its reason";
  }
  return undefined;
}
