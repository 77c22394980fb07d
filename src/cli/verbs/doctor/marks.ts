import type { State } from "../../../apprepo/doctor/examine.ts";
import type { Host } from "../../../host.ts";

export type Marks = Readonly<Record<State, string>>;

const words: Marks = {
  ok: "ok",
  warning: "warn",
  error: "FAIL",
  skipped: "skip",
  unknown: "unknown",
};
const glyphs: Marks = { ok: "✓", warning: "!", error: "✗", skipped: "-", unknown: "?" };

/** Signs where the terminal has them, words elsewhere. */
export function marksFor({ env, platform, stdout }: Host): Marks {
  const locale = env.get("LC_ALL") || env.get("LC_CTYPE") || env.get("LANG") || "";
  const isUtf8 = platform.os === "windows" || /utf-?8/i.test(locale);
  return stdout.isTerminal && isUtf8 && env.get("TERM") !== "dumb" ? glyphs : words;
}

export { words as plainMarks };
