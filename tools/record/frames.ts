/** A line of the screen, at its row, with the codes of its colours. */
export interface Shown {
  readonly row: number;
  readonly text: string;
  /** Milliseconds from the beginning. */
  readonly from: number;
  readonly until: number;
}

/** What a screen showed at a moment. */
export interface Frame {
  readonly at: number;
  readonly lines: readonly string[];
}

/** Nobody wants to wait for longer than this, in ms. */
const longestPause = 2_600;

/** The frames without pauses in which nothing happens. */
export function shortened(frames: readonly Frame[]): Frame[] {
  let cut = 0;
  return frames.map((frame, index) => {
    const before = frames[index - 1]?.at ?? frame.at;
    cut += Math.max(0, frame.at - before - longestPause);
    return { ...frame, at: frame.at - cut };
  });
}

/** Which line was to be seen from when to when: most stay for many frames. */
export function linesOf(frames: readonly Frame[], end: number): Shown[] {
  const shown: Shown[] = [];
  const open = new Map<number, { text: string; from: number }>();
  function close(row: number, until: number): void {
    const line = open.get(row);
    if (line && line.text !== "" && until > line.from) shown.push({ row, ...line, until });
    open.delete(row);
  }
  for (const { at, lines } of frames) {
    for (const row of new Set([...open.keys(), ...lines.keys()])) {
      const text = lines[row] ?? "";
      if (open.get(row)?.text === text) continue;
      close(row, at);
      open.set(row, { text, from: at });
    }
  }
  for (const row of [...open.keys()]) close(row, end);
  return shown;
}
