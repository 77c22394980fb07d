/**
 * The order of the keys of a YAML mapping, as kubectl sorts them: digits before letters, and a run
 * of digits by its value, so that `a2` comes before `a10`.
 * Source: keyList in go.yaml.in/yaml/v2, sorter.go.
 */

const letter = /\p{L}/u;
const digits = /^[0-9]+/;

export function compareKeys(left: string, right: string): number {
  const [a, b] = [[...left], [...right]];
  const at = a.findIndex((character, index) => character !== b[index]);
  const [x, y] = [a[at], b[at]];
  if (x === undefined || y === undefined) return a.length - b.length;
  const [isLetter, isOtherLetter] = [letter.test(x), letter.test(y)];
  if (isLetter !== isOtherLetter) return isLetter ? 1 : -1;
  const byCode = (x.codePointAt(0) ?? 0) - (y.codePointAt(0) ?? 0);
  return isLetter ? byCode : compareDigits(a, b, at) || byCode;
}

/** Zeros that differ inside a number (`10` and `100`) have weight, leading ones have none. */
function compareDigits(a: string[], b: string[], at: number): number {
  const [run, otherRun] = [digitsAt(a, at), digitsAt(b, at)];
  const before = /[1-9][0-9]*$/.test(a.slice(0, at).join(""));
  const one = before && (a[at] === "0" || b[at] === "0") ? "1" : "0";
  const difference = BigInt(one + run) - BigInt(one + otherRun);
  if (difference !== 0n) return difference < 0n ? -1 : 1;
  return run.length - otherRun.length;
}

function digitsAt(characters: string[], at: number): string {
  return digits.exec(characters.slice(at).join(""))?.[0] ?? "";
}
