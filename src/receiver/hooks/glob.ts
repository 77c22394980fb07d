/**
 * Whether a name fits a pattern in which `*` stands for any characters, in either case. The patterns
 * are the tenants' own: each part is looked for once, from where the one before it was found.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  const [first = "", ...others] = pattern.toLowerCase().split("*");
  const given = name.toLowerCase();
  const last = others.pop();
  if (last === undefined) return given === first;
  if (!given.startsWith(first)) return false;
  let from = first.length;
  for (const part of others) {
    const at = given.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return given.length - last.length >= from && given.endsWith(last);
}
