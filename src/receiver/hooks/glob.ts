/**
 * Whether a name fits a pattern in which `*` stands for any characters, in either case. The patterns
 * are the tenants' own: it takes no more steps than the product of both lengths, whatever they are.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), name.toLowerCase()];
  let [at, from] = [0, 0];
  /** Where to go on when what follows the last star did not fit. */
  let retry: { readonly at: number; readonly from: number } | undefined;
  while (from < given.length) {
    if (wanted[at] === "*") retry = { at: ++at, from };
    else if (at < wanted.length && wanted[at] === given[from]) [at, from] = [at + 1, from + 1];
    else if (retry) {
      retry = { at: retry.at, from: retry.from + 1 };
      ({ at, from } = retry);
    } else return false;
  }
  while (wanted[at] === "*") at++;
  return at === wanted.length;
}
