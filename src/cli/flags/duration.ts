import { UsageError } from "../usage_error.ts";

const unitMilliseconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  "µs": 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/** A Go duration such as `1m30s` in milliseconds; undefined where it is none. */
export function parseDuration(text: string): number | undefined {
  const unsigned = text.replace(/^[+-]/, "");
  if (unsigned === "0") return 0;
  const parts = [...unsigned.matchAll(/([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|µs|ms|s|m|h)/gy)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== unsigned) return undefined;
  const lengths = parts.map(([, count, unit]) => Number(count) * unitMilliseconds[unit!]!);
  const total = lengths.reduce((sum, length) => sum + length);
  return text.startsWith("-") ? -total : total;
}

/**
 * The value of `--timeout` in ms, 0 for none.
 * @throws {UsageError}
 */
export function parseTimeout(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= 0) return ms;
  throw new UsageError(
    `--timeout wants a length of time such as 5m, or 0 for none, not ${JSON.stringify(text)}`,
  );
}

/**
 * The value of a flag that counts whole seconds, such as `720h`; undefined where it was not given.
 * @throws {UsageError}
 */
export function parseSeconds(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0 && ms % 1_000 === 0) return ms / 1_000;
  throw new UsageError(
    `--${flag} wants a length of time in whole seconds, such as 720h, not ${JSON.stringify(text)}`,
  );
}
