/** Which namespaces and AppRepositories a command line of `grant` or `revoke` means. */

import { isAppRepositoryType } from "../../apprepo/app_repository.ts";
import type { Target } from "../../apprepo/grant/request.ts";
import { pathSegmentFault } from "../../kube/api/resource.ts";
import { parseNamespace } from "./account_flags.ts";
import { UsageError } from "../usage_error.ts";

/**
 * @param words `NAME` for each of the namespaces, `NAMESPACE/NAME` for one of its own
 * @param namespaces those that the flag named
 * @returns one target for each namespace; without words, the whole of each
 * @throws {UsageError}
 */
export function parseTargets(
  words: readonly string[],
  namespaces: readonly string[],
  fallbackNamespace: string,
): Target[] {
  const given = [...new Set(namespaces.map(parseNamespace))];
  const repositories = words.map(parseWord);
  const bare = repositories.filter(({ namespace }) => namespace === undefined);
  const usual = words.length === 0 || bare.length > 0 ? [fallbackNamespace] : [];
  const forBare = given.length > 0 ? given : usual;
  const named = repositories.flatMap(({ namespace }) => namespace ?? []);
  return [...new Set([...forBare, ...named])].map((namespace) => {
    if (words.length === 0) return { namespace };
    const own = repositories.filter((one) => one.namespace === namespace);
    const here = [...forBare.includes(namespace) ? bare : [], ...own];
    if (here.length === 0) {
      throw new UsageError(`no AppRepository is named for namespace "${namespace}"`);
    }
    return { namespace, names: [...new Set(here.map(({ name }) => name))].sort() };
  });
}

function parseWord(word: string): { namespace?: string; name: string } {
  const parts = word.split("/");
  const [first = "", second] = parts;
  const name = second ?? first;
  const fault = parts.length > 2
    ? "an AppRepository is NAME or NAMESPACE/NAME"
    : name === ""
    ? "resource name may not be empty"
    : pathSegmentFault(name);
  if (fault) throw new UsageError(`invalid resource name ${JSON.stringify(word)}: [${fault}]`);
  if (second === undefined || isAppRepositoryType(first)) return { name };
  return { namespace: parseNamespace(first), name };
}
