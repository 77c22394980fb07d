/** Which kubeconfig files there are, and their merge. Source: k8s.io/client-go/tools/clientcmd/loader.go. */

import { dirname, isAbsolute, join } from "node:path";
import { FileError, type Host } from "../host.ts";
import { ConfigError } from "./errors.ts";
import { type Kubeconfig, parseKubeconfig } from "./kubeconfig.ts";

/**
 * Reads `--kubeconfig`, else the files that KUBECONFIG lists, else `~/.kube/config`, and merges
 * them: the first file that sets current-context or names an entry wins, whole entry. Missing files
 * are skipped, unless `--kubeconfig` named it.
 * @throws {ConfigError} where a file can't be read or makes no sense
 */
export async function loadKubeconfig(
  host: Pick<Host, "env" | "files" | "platform">,
  explicit?: string,
): Promise<Kubeconfig> {
  const paths = explicit ? [explicit] : defaultPaths(host);
  const loaded = await Promise.all(paths.map((path) => loadFile(host, path, path === explicit)));
  return merge(loaded.filter((file) => file !== undefined));
}

function defaultPaths(host: Pick<Host, "env" | "platform">): string[] {
  const windows = host.platform.os === "windows";
  const listed = host.env.get("KUBECONFIG");
  if (listed) {
    return [...new Set(listed.split(windows ? ";" : ":").filter((path) => path !== ""))];
  }
  const home = host.env.get("HOME") ?? (windows ? host.env.get("USERPROFILE") : undefined);
  return home ? [join(home, ".kube", "config")] : [];
}

async function loadFile(
  host: Pick<Host, "files">,
  path: string,
  mustExist: boolean,
): Promise<Kubeconfig | undefined> {
  const folder = dirname(path);
  try {
    const text = await host.files.readText(path);
    return parseKubeconfig(text, (inner) => isAbsolute(inner) ? inner : join(folder, inner));
  } catch (error) {
    if (error instanceof FileError && error.kind === "missing") {
      if (!mustExist) return undefined;
      throw new ConfigError(`error: stat ${path}: no such file or directory`, { cause: error });
    }
    throw new ConfigError(`error: error loading config file "${path}": ${reason(error)}`, {
      cause: error,
    });
  }
}

/** Without the excerpt that a YAML error carries: the line at fault may hold a token. */
function reason(error: unknown): string {
  const { reason, mark } = error as { reason?: string; mark?: { line: number; column: number } };
  if (reason && mark) return `yaml: line ${mark.line + 1}: ${reason}`;
  if (error instanceof SyntaxError) return "not valid JSON";
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
