/** The texts of manifests: files, folders, stdin, and what a kustomization makes. */

import { join } from "node:path";
import { FileError, type Host } from "../../../host.ts";
import { shownPath } from "../../../kube/kubeconfig/shown_path.ts";
import { UsageError } from "../../usage_error.ts";

/** Where manifests are read from. */
export type Sources =
  & Pick<Host, "env" | "exec" | "files" | "folders">
  & { readonly stdin: Pick<Host["stdin"], "readText"> };

export interface Manifest {
  /** For errors. */
  readonly name: string;
  readonly text: string;
  /** Asked for by its own name, so that it must hold AppRepositories and nothing else. */
  readonly isNamed: boolean;
}

const extensions = [".json", ".yaml", ".yml"];

/**
 * @param paths `-` is stdin; of a folder, the files with kubectl's extensions, in the order of names
 * @throws {UsageError} naming the path
 */
export async function* readManifests(
  host: Sources,
  paths: readonly string[],
  recursive: boolean,
): AsyncGenerator<Manifest> {
  for (const path of paths) {
    if (path === "-") {
      yield { name: path, text: await host.stdin.readText(), isNamed: true };
    } else if (await host.folders.isFolder(path)) {
      let isEmpty = true;
      for await (const file of filesIn(host, path, recursive)) {
        isEmpty = false;
        yield { name: file, text: await host.files.readText(file), isNamed: false };
      }
      if (isEmpty) {
        throw new UsageError(
          `error reading [${path}]: recognized file extensions are [${extensions.join(" ")}]`,
        );
      }
    } else yield { name: path, text: await readFile(host, path), isNamed: true };
  }
}

async function* filesIn(host: Sources, folder: string, recursive: boolean): AsyncGenerator<string> {
  const entries = await host.folders.entries(folder);
  for (const { name, isFolder } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
    const path = join(folder, name);
    // Not what a link leads to: links may go round.
    if (isFolder) {
      if (recursive) yield* filesIn(host, path, recursive);
    } else if (extensions.some((extension) => name.endsWith(extension))) yield path;
  }
}

async function readFile(host: Sources, path: string): Promise<string> {
  // A script's unset variable is no reason to do something else than it asks for.
  if (path === "") throw new UsageError('the path "" does not exist');
  try {
    return await host.files.readText(path);
  } catch (error) {
    if (!(error instanceof FileError) || error.kind !== "missing") throw error;
    throw new UsageError(
      /^https?:\/\//.test(path)
        ? `--filename takes files and - for stdin, not URLs: curl ${
          path.replace(/\/\/[^/]*@/, "//")
        } | kubectl apprepo refresh -f -`
        : `the path ${JSON.stringify(shownPath(path))} does not exist`,
    );
  }
}

/**
 * What `kubectl kustomize` makes of the folder: kustomize is part of kubectl, and of nothing else here.
 * @throws {UsageError} where there is no kubectl, or it refuses; its reason is on stderr by then
 */
export async function kustomized(host: Sources, folder: string): Promise<Manifest> {
  const command = host.env.get("KUBECTL_PATH") || "kubectl";
  const program = {
    command,
    args: ["kustomize", folder],
    env: host.env.all(),
    inheritStdin: false,
  };
  try {
    const { code, stdout } = await host.exec(program);
    if (code === 0) return { name: folder, text: stdout, isNamed: false };
    throw new UsageError(`${command} kustomize ${folder} failed with exit code ${code}`);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new UsageError(
      `-k needs kubectl, which makes the manifests: ${command} could not be started`,
    );
  }
}
