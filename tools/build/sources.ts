import { fingerprint } from "./fingerprint.ts";

/** All that goes into the archives: files, and folders with what is in them. */
export const SOURCES: readonly string[] = [
  "LICENSE",
  "THIRD_PARTY_NOTICES",
  "main.ts",
  "package-lock.json",
  "package.json",
  "src",
  "tools/build",
];

/**
 * The sum over the names and contents of the sources, in 64 hexadecimal digits: with the version the
 * identity of a build. Packages, Deno and denort go into it by the versions and sums that they are
 * pinned to in these files. Not the commit: no commit could hold the manifest of its own build.
 */
export async function sourcesSum(root: string): Promise<string> {
  return await fingerprint(root, SOURCES, []);
}

/** How much of the sum a binary shows. */
export function shortSum(sum: string): string {
  return sum.slice(0, 12);
}
