const units = [["day", 86_400_000], ["hour", 3_600_000], ["minute", 60_000]] as const;

/** A length of time in words: `40 minutes`, `3 days`. */
export function lengthOf(ms: number): string {
  const [word, size] = units.find(([, size]) => ms >= 2 * size) ?? ["second", 1_000] as const;
  const count = Math.round(ms / size);
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
