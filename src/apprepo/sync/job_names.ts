/** How Kubeapps' controller names what it makes for a repository. */

import type { RepositoryKey } from "../app_repository.ts";

const longestPart = 19;

/**
 * The CronJob's name; a sync Job's begins with it and a hyphen. Up to Kubeapps 2.3 no part is ever
 * shortened. Two repositories may have the same one: `a/b-sync-c` and `a-sync-b/c`.
 * Source: generateJobName in Kubeapps' apprepository-controller.
 */
export function cronJobName({ namespace, name }: RepositoryKey): string {
  return `apprepo-${shortened(namespace)}-sync-${shortened(name)}`;
}

/** The names that its CronJob may have. */
export function cronJobNames(key: RepositoryKey): string[] {
  return [...new Set([cronJobName(key), `apprepo-${key.namespace}-sync-${key.name}`])];
}

/** The API server cuts what it makes a name of; five characters follow. */
const longestPrefix = 58;

/** Every beginning that the name of one of the repository's sync Jobs may have. */
export function jobPrefixes(key: RepositoryKey): string[] {
  return cronJobNames(key).map((name) => `${name}-`.slice(0, longestPrefix));
}

/** After which no name of one of its sync Jobs comes in the order of names. */
export function lastJobNames(key: RepositoryKey): string[] {
  return jobPrefixes(key).map((prefix) => `${prefix}\x7f`);
}

function shortened(part: string): string {
  if (part.length <= longestPart) return part;
  const kept = longestPart - 11; // of 19: a hyphen and at most ten digits
  return `${part.slice(0, kept)}-${adler32(part.slice(kept))}`;
}

/** Source: RFC 1950, 9. */
function adler32(text: string): number {
  let a = 1;
  let b = 0;
  for (const byte of new TextEncoder().encode(text)) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}
