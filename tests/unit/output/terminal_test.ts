import assert from "node:assert/strict";
import type { TerminalChoices } from "../../../src/output/terminal.ts";
import { terminalOf, usualChoices } from "../../../src/output/terminal.ts";

interface Case {
  readonly env?: Record<string, string>;
  readonly isTerminal?: boolean;
  readonly os?: string;
  readonly choices?: Partial<TerminalChoices>;
}

function look({ env = { TERM: "xterm" }, isTerminal = true, os = "linux", choices }: Case) {
  const output = { isTerminal, size: () => ({ columns: 60, rows: 20 }), write: () => {} };
  const host = {
    stdout: output,
    stderr: output,
    env: {
      get: (name: string) => env[name],
      set: () => {},
      delete: () => {},
      all: () => env,
    },
    platform: { os, arch: "amd64" },
  };
  return terminalOf(host, { ...usualChoices, ...choices }).out;
}

const colours: readonly [what: string, given: Case, colour: boolean][] = [
  ["on a terminal", {}, true],
  ["in a pipe", { isTerminal: false }, false],
  ["with a terminal that says nothing", { env: {} }, true],
  ["with TERM=dumb", { env: { TERM: "dumb" } }, false],
  ["with NO_COLOR", { env: { NO_COLOR: "1" } }, false],
  ["with an empty NO_COLOR", { env: { NO_COLOR: "" } }, false],
  ["with CLICOLOR=0", { env: { CLICOLOR: "0" } }, false],
  ["with CLICOLOR=1 in a pipe", { env: { CLICOLOR: "1" }, isTerminal: false }, false],
  ["with CLICOLOR_FORCE in a pipe", { env: { CLICOLOR_FORCE: "1" }, isTerminal: false }, true],
  ["with CLICOLOR_FORCE=0 in a pipe", { env: { CLICOLOR_FORCE: "0" }, isTerminal: false }, false],
  ["with FORCE_COLOR in a pipe", { env: { FORCE_COLOR: "true" }, isTerminal: false }, true],
  ["with NO_COLOR and FORCE_COLOR", { env: { NO_COLOR: "", FORCE_COLOR: "1" } }, false],
  ["with --color=always in a pipe", { isTerminal: false, choices: { color: "always" } }, true],
  ["with --color=always and NO_COLOR", {
    env: { NO_COLOR: "1" },
    choices: { color: "always" },
  }, true],
  ["with --color=never and FORCE_COLOR", {
    env: { FORCE_COLOR: "1" },
    choices: { color: "never" },
  }, false],
  ["on Windows' old console", { os: "windows", env: {} }, false],
  ["with an empty WT_SESSION", { os: "windows", env: { WT_SESSION: "" } }, false],
  ["in Windows Terminal", { os: "windows", env: { WT_SESSION: "x" } }, true],
];

for (const [what, given, colour] of colours) {
  Deno.test(`there is ${colour ? "colour" : "no colour"} ${what}`, () => {
    assert.equal(look(given).colour, colour);
  });
}

const redrawn: readonly [what: string, given: Case, redraws: boolean][] = [
  ["on a terminal", {}, true],
  ["in a pipe", { isTerminal: false }, false],
  ["with TERM=dumb", { env: { TERM: "dumb" } }, false],
  ["without TERM", { env: {} }, false],
  ["with NO_COLOR", { env: { TERM: "xterm", NO_COLOR: "1" } }, true],
  ["with --plain", { choices: { plain: true } }, false],
  ["in Windows Terminal", { os: "windows", env: { WT_SESSION: "x" } }, true],
  ["on Windows' old console", { os: "windows", env: {} }, false],
];

for (const [what, given, redraws] of redrawn) {
  Deno.test(`lines are ${redraws ? "" : "not "}drawn again ${what}`, () => {
    assert.equal(look(given).redraws, redraws);
  });
}

Deno.test("APPREPO_ACCESSIBLE is --plain, unless it is 0, false or empty", () => {
  for (
    const [value, plain] of [["1", true], ["yes", true], ["0", false], ["false", false], [
      "",
      false,
    ]] as const
  ) {
    assert.equal(look({ env: { TERM: "xterm", APPREPO_ACCESSIBLE: value } }).plain, plain, value);
  }
});

Deno.test("a pipe has no width", () => {
  assert.equal(look({}).columns, 60);
  assert.equal(look({ isTerminal: false }).columns, undefined);
});
