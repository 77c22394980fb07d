/** What kubectl asks at each TAB: `kubectl_complete-apprepo`, beside the program that it finds. */

import { posix, win32 } from "node:path";
import { BINARY_NAME, PLUGIN_NAME } from "../../about.ts";
import type { Host } from "../../host.ts";

export interface Completer {
  /** Where it belongs, whether it is there or not. */
  readonly path: string;
  /** The file name of the program, in the same folder. */
  readonly program: string;
  /** `other`: something is there that does not lead to the program. */
  readonly state: "missing" | "ours" | "other";
}

/**
 * Looks for the program in the folders of PATH, since kubectl does: first in the one that this
 * process was called from, which for krew is that of its links, not the one that they lead to.
 * Source: k8s.io/kubectl/pkg/cmd/plugin/plugin_completion.go.
 * @returns undefined where the program is in none of them
 */
export async function findCompleter(host: Host): Promise<Completer | undefined> {
  const windows = host.platform.os === "windows";
  const { dirname, join, resolve, isAbsolute, delimiter } = windows ? win32 : posix;
  const program = windows ? `${BINARY_NAME}.exe` : BINARY_NAME;
  const plain = (folder: string) => windows ? folder.toLowerCase() : folder;
  const path = host.env.get("PATH") ?? host.env.get("Path") ?? "";
  const folders = path.split(delimiter).map((folder) => folder.replaceAll('"', ""))
    .filter((folder) => isAbsolute(folder)).map((folder) => resolve(folder));
  const own = plain(dirname(host.invokedAs));
  for (const folder of [...folders.filter((one) => plain(one) === own), ...folders]) {
    const names = await host.folders.list(folder);
    if (!names.some((name) => (windows ? name.toLowerCase() : name) === program)) continue;
    const completer = join(folder, `kubectl_complete-${PLUGIN_NAME}${windows ? ".cmd" : ""}`);
    return { path: completer, program, state: await stateOf(host, completer, program) };
  }
  return undefined;
}

async function stateOf(host: Host, path: string, program: string): Promise<Completer["state"]> {
  const target = await host.files.linkTarget(path);
  if (target !== undefined) return posix.basename(target) === program ? "ours" : "other";
  if (await host.files.modifiedAt(path) === undefined) return "missing";
  // A copy of the program would be read as well, all of it.
  if (host.platform.os !== "windows") return "other";
  return await host.files.readText(path) === commandFile(program) ? "ours" : "other";
}

/** Windows' way, where links take a privilege. */
export function commandFile(program: string): string {
  return `@"%~dp0${program}" __complete %*\r\n`;
}
