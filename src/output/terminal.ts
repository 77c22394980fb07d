/** What may be written to a stream besides text: decided once, from the stream, the environment and the flags. */

import type { Environment, Host, Output } from "../host.ts";

export type ColourChoice = "auto" | "always" | "never";

/** How text may look on one stream. */
export interface Look {
  readonly colour: boolean;
  /** Whether lines may be drawn again in place. */
  readonly redraws: boolean;
  /** For screen readers: no table, each value behind its name. */
  readonly plain: boolean;
  /** Of the terminal; undefined where it is none, so that nothing is wrapped or cut. */
  readonly columns?: number;
}

export interface Terminal {
  readonly out: Look;
  readonly err: Look;
}

export interface TerminalChoices {
  readonly color: ColourChoice;
  readonly plain: boolean;
}

export const usualChoices: TerminalChoices = { color: "auto", plain: false };

export function terminalOf(
  { stdout, stderr, env, platform }: Pick<Host, "stdout" | "stderr" | "env" | "platform">,
  choices: TerminalChoices,
): Terminal {
  const plain = choices.plain || isOn(env.get("APPREPO_ACCESSIBLE"));
  const look = (output: Output): Look => ({
    colour: choices.color === "auto"
      ? allowsColour(output.isTerminal, env, platform.os)
      : choices.color === "always",
    redraws: output.isTerminal && !plain && understandsEscapes(env, platform.os),
    plain,
    columns: output.isTerminal ? output.size?.()?.columns : undefined,
  });
  return { out: look(stdout), err: look(stderr) };
}

/**
 * NO_COLOR forbids it, even an empty one, as with kubectl; else CLICOLOR_FORCE and FORCE_COLOR ask for
 * it everywhere. Sources: AllowsColorOutput in k8s.io/cli-runtime/pkg/printers, no-color.org,
 * bixense.com/clicolors.
 */
function allowsColour(
  isTerminal: boolean,
  env: Pick<Environment, "get">,
  os: string,
): boolean {
  if (env.get("NO_COLOR") !== undefined) return false;
  if (isOn(env.get("CLICOLOR_FORCE")) || isOn(env.get("FORCE_COLOR"))) return true;
  return isTerminal && env.get("CLICOLOR") !== "0" && env.get("TERM") !== "dumb" &&
    (os !== "windows" || isOn(env.get("WT_SESSION")));
}

/** A terminal that says nothing of itself is taken for a dumb one. */
function understandsEscapes(env: Pick<Environment, "get">, os: string): boolean {
  if (os === "windows") return isOn(env.get("WT_SESSION"));
  return !["", "dumb"].includes(env.get("TERM") ?? "");
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !["", "0", "false"].includes(value);
}
