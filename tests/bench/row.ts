import { median } from "./stats.ts";

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  /** What it is compared with, and what that measured in the same minute. */
  readonly peer?: string;
  /** Measured by peer. */
  readonly ratio?: string;
  /** What it should be. It is printed beside the rest and fails nothing. */
  readonly bar?: string;
}

export interface Unit {
  readonly name: string;
  /** Of one, in what the values are counted in. */
  readonly size: number;
  /** What stands in brackets after the median. */
  readonly bracket: "least" | "largest";
}

/** Times: the least is the run that other processes disturbed least. */
export const MS: Unit = { name: "ms", size: 1, bracket: "least" };
/** Memory and files: a limit must hold for the largest. */
export const MB: Unit = { name: "MB", size: 1e6, bracket: "largest" };
export const PER_SECOND: Unit = { name: "/s", size: 1, bracket: "largest" };

/** Values that were measured of one thing. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

/** A row with medians, and in brackets the least or the largest of all runs. */
export function compare(what: string, unit: Unit, own: Series, peer: Series, bar?: string): Row {
  const [middles, brackets] = [
    middle(own) / middle(peer),
    bracket(own, unit) / bracket(peer, unit),
  ];
  return {
    what,
    measured: written(own, unit),
    peer: `${peer.name}: ${written(peer, unit)}`,
    ratio: `${middles.toFixed(2)} (${brackets.toFixed(2)})`,
    bar,
  };
}

export function written(series: Series, unit: Unit): string {
  const [middles, brackets] = [middle(series), bracket(series, unit)].map((value) =>
    (value / unit.size).toFixed(0)
  );
  return `${middles} (${brackets}) ${unit.name}`;
}

function middle({ values }: Series): number {
  return median(values);
}

function bracket({ values }: Series, unit: Unit): number {
  return unit.bracket === "least" ? Math.min(...values) : Math.max(...values);
}
