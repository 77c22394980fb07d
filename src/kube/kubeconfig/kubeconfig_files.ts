/** Which kubeconfig files there are, and their merge. Source: k8s.io/client-go/tools/clientcmd/loader.go. */

import { posix, win32 } from "node:path";
import { FileError, type Host } from "../../host.ts";
import { ConfigError } from "../api/errors.ts";
import { type Kubeconfig, parseKubeconfig } from "./kubeconfig.ts";
import { isText, shownPath, withShownPath } from "./shown_path.ts";

/** The merge of all files that there are. */
export interface LoadedKubeconfig extends Kubeconfig {
  /** Paths of the files that were read, the strongest first. */
  readonly sources: readonly string[];
  /** Paths that KUBECONFIG lists and that are not there. */
  readonly missing: readonly string[];
}

/**
 * Reads `--kubeconfig`, else the files that KUBECONFIG lists, else `~/.kube/config`, and merges
 * them: the first file that sets current-context or names an entry wins, whole entry. Missing files
 * are skipped, unless `--kubeconfig` named it.
 * @throws {ConfigError} where a file can't be read or makes no sense
 */
export async function loadKubeconfig(
  host: Pick<Host, "env" | "files" | "platform">,
  explicit?: string,
): Promise<LoadedKubeconfig> {
  if (explicit) refuseText("--kubeconfig", explicit);
  const paths = explicit ? [explicit] : await defaultPaths(host);
  const files = await Promise.all(
    paths.map(async (path) => ({ path, content: await loadFile(host, path, path === explicit) })),
  );
  const found = files.flatMap(({ path, content }) => content ? [{ path, content }] : []);
  const isListed = !explicit && Boolean(host.env.get("KUBECONFIG"));
  return {
    ...merge(found.map(({ content }) => content)),
    sources: found.map(({ path }) => path),
    missing: isListed ? files.flatMap(({ path, content }) => content ? [] : [path]) : [],
  };
}

/** @throws {ConfigError} that does not show it: a kubeconfig holds tokens and keys */
function refuseText(where: string, value: string): void {
  if (!isText(value)) return;
  throw new ConfigError(
    `error: ${where} holds data, such as the text of a kubeconfig, where the path of a file belongs`,
  );
}

async function defaultPaths(
  { env, files, platform }: Pick<Host, "env" | "files" | "platform">,
): Promise<string[]> {
  const windows = platform.os === "windows";
  const { join } = pathsOf({ platform });
  const listed = env.get("KUBECONFIG");
  if (listed) {
    refuseText("KUBECONFIG", listed);
    return [...new Set(splitList(listed, windows).filter((path) => path !== ""))];
  }
  const homes = windows
    ? [
      env.get("HOME"),
      (env.get("HOMEDRIVE") ?? "") + (env.get("HOMEPATH") ?? ""),
      env.get("USERPROFILE"),
    ]
    : [env.get("HOME")];
  const known = homes.filter((home) => home !== undefined && home !== "");
  // Without a home, the path is below the working directory, as with kubectl.
  const paths = (known.length > 0 ? known : [""]).map((home) => join(home!, ".kube", "config"));
  if (paths.length < 2) return paths;
  for (const path of paths) {
    if (await files.modifiedAt(path) !== undefined) return [path];
  }
  return [];
}

function pathsOf({ platform }: Pick<Host, "platform">): typeof posix {
  return platform.os === "windows" ? win32 : posix;
}

/** On Windows, a part may stand in quotes. Source: Go's filepath.SplitList. */
function splitList(list: string, windows: boolean): string[] {
  if (!windows) return list.split(":");
  const parts = list.match(/(?:"[^"]*(?:"|$)|[^;"])+/g) ?? [];
  return parts.map((part) => part.replaceAll('"', ""));
}

async function loadFile(
  host: Pick<Host, "files" | "platform">,
  path: string,
  mustExist: boolean,
): Promise<Kubeconfig | undefined> {
  const { dirname, isAbsolute, join, sep } = pathsOf(host);
  const folder = dirname(path);
  try {
    const text = await host.files.readText(path);
    const absolute = (inner: string) => isAbsolute(inner) ? inner : join(folder, inner);
    return parseKubeconfig(text, absolute, sep);
  } catch (error) {
    if (error instanceof FileError && error.kind === "missing") {
      if (!mustExist) return undefined;
      throw new ConfigError(`error: stat ${shownPath(path)}: no such file or directory`, {
        cause: error,
      });
    }
    const text = `error: error loading config file "${path}": ${reason(error)}`;
    throw new ConfigError(withShownPath(text, path), { cause: error });
  }
}

/** Without the excerpt that a YAML error carries: the line at fault may hold a token. */
function reason(error: unknown): string {
  const { reason, mark } = error as { reason?: string; mark?: { line: number } };
  if (reason) return `yaml: ${mark ? `line ${mark.line + 1}: ` : ""}${reason}`;
  return error instanceof Error ? error.message : String(error);
}

function merge(files: readonly Kubeconfig[]): Kubeconfig {
  return {
    currentContext: files.find((file) => file.currentContext !== undefined)?.currentContext,
    clusters: firstWins(files.map((file) => file.clusters)),
    users: firstWins(files.map((file) => file.users)),
    contexts: firstWins(files.map((file) => file.contexts)),
  };
}

function firstWins<T>(maps: readonly ReadonlyMap<string, T>[]): Map<string, T> {
  return new Map(maps.toReversed().flatMap((map) => [...map]));
}
