import { appRepositories } from "../app_repository.ts";
import { type Finding, found, type ObjectRef, skipped, type Verdict } from "./verdict.ts";
import { examined } from "./looked.ts";
import type { RepositorySeen, Seen } from "./seen.ts";

/** What a check of repositories says: a finding for each in which something is wrong. */
export function eachRepository(
  find: (one: RepositorySeen, seen: Seen) => Finding | undefined,
): (seen: Seen) => Verdict {
  return (seen) =>
    examined(seen.repositories, (repositories) => {
      if (repositories.length === 0) return skipped("there is no AppRepository");
      return found(repositories.map((one) => find(one, seen)));
    });
}

/** The same, for what only Jobs tell. */
export function eachSynced(
  find: (one: RepositorySeen, seen: Seen) => Finding | undefined,
): (seen: Seen) => Verdict {
  const each = eachRepository(find);
  return (seen) => {
    const { repositories } = seen;
    const isBlind = repositories.kind === "seen" && repositories.value.length > 0 &&
      repositories.value.every(({ overview }) => overview.result === "unknown");
    if (isBlind) return { kind: "unknown", why: "You lack the right to list jobs.batch there." };
    return each(seen);
  };
}

export function nameOf({ key: { namespace, name } }: RepositorySeen): string {
  return `${namespace}/${name}`;
}

export function refOf({ key }: RepositorySeen): ObjectRef {
  return { kind: appRepositories.kind, ...key };
}

/** What makes Kubeapps sync it again, and says how that went. */
export function refreshCommand({ key: { namespace, name } }: RepositorySeen): string {
  return `kubectl apprepo refresh ${name} -n ${namespace} --wait`;
}
