/** Which AppRepositories a command line means, with kubectl's words for what makes no sense. */

import { isAppRepositoryType } from "../../apprepo/app_repository.ts";
import { pathSegmentFault } from "../../kube/api/resource.ts";
import { UsageError } from "../usage_error.ts";

export interface SelectionValues {
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly all?: boolean;
  readonly allNamespaces?: boolean;
  readonly filename?: readonly string[];
  readonly recursive?: boolean;
  /** A folder. */
  readonly kustomize?: string;
}

export type Selection =
  | { readonly kind: "names"; readonly names: readonly string[] }
  | {
    readonly kind: "files";
    readonly files: readonly string[];
    readonly recursive: boolean;
    /** Instead of files. */
    readonly kustomization?: string;
  }
  | {
    readonly kind: "list";
    readonly labelSelector?: string;
    readonly fieldSelector?: string;
    readonly allNamespaces: boolean;
  };

/** @throws {UsageError} */
export function parseSelection(words: readonly string[], values: SelectionValues): Selection {
  const { selector, fieldSelector, all, allNamespaces = false } = values;
  const { filename = [], recursive = false, kustomize } = values;
  const names = parseNames(words);
  const selects = Boolean(selector || fieldSelector || all);
  if (all && selector) fail("cannot set --all and --selector at the same time");
  if (all && fieldSelector) fail("cannot set --all and --field-selector at the same time");
  if (recursive && kustomize !== undefined && filename.length === 0) {
    fail("the -k flag can't be used with -f or -R");
  }
  if (recursive && filename.length === 0) fail("--recursive needs --filename with it");
  if (filename.length > 0 && kustomize !== undefined) {
    fail("only one of -f or -k can be specified");
  }
  if (filename.length > 0 || kustomize !== undefined) {
    if (words.length > 0) {
      fail(
        "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well",
      );
    }
    if (selects) fail("a selector or --all can't be combined with --filename");
    if (allNamespaces) {
      fail("--all-namespaces can't be combined with --filename: the files name the namespaces");
    }
    return { kind: "files", files: filename, recursive, kustomization: kustomize };
  }
  if (selects) {
    if (names.length > 0 && all) {
      fail("selectors and the all flag cannot be used when passing resource/name arguments");
    }
    if (names.length > 0) fail("name cannot be provided when a selector is specified");
    return { kind: "list", labelSelector: selector, fieldSelector, allNamespaces };
  }
  if (allNamespaces && names.length > 0) {
    fail("a resource cannot be retrieved by name across all namespaces");
  }
  if (allNamespaces) fail("--all-namespaces needs --all or a selector with it");
  if (names.length > 0) return { kind: "names", names };
  fail(
    words.length > 0
      ? "resource(s) were provided, but no name was specified"
      : "one or more AppRepositories must be specified by NAME, --all, --selector, --field-selector, --filename or --kustomize",
  );
}

/**
 * `NAME…`, `TYPE/NAME…` or `TYPE NAME…`; a name given twice counts once.
 * @throws {UsageError}
 */
export function parseNames(words: readonly string[]): string[] {
  const [first, ...others] = words;
  if (first === undefined) return [];
  const typed = words.some((word) => word.includes("/"));
  if (typed && isAppRepositoryType(first)) {
    fail(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    );
  }
  const named = isAppRepositoryType(first) ? others : words;
  return [...new Set(named.map(parseName))];
}

function parseName(word: string): string {
  const parts = word.split("/");
  if (parts.length > 2) fail("arguments in resource/name form may not have more than one slash");
  const [type, name] = parts.length === 2 ? parts as [string, string] : [undefined, word];
  if (type !== undefined && (type === "" || name === "")) {
    fail("arguments in resource/name form must have a single resource and name");
  }
  if (type !== undefined && !isAppRepositoryType(type)) {
    fail(`this command works on apprepositories.kubeapps.com, not on ${JSON.stringify(type)}`);
  }
  if (name === "") fail("resource name may not be empty");
  const fault = pathSegmentFault(name);
  if (fault) fail(`invalid resource name ${JSON.stringify(name)}: [${fault}]`);
  return name;
}

function fail(message: string): never {
  throw new UsageError(message);
}
