/**
 * Where the package of a file is, as package-lock.json has it: `node_modules/a/node_modules/@b/c` is
 * a's own version of @b/c.
 * @returns undefined for a file of no package
 */
export function packageFolder(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}
