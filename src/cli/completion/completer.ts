/** What kubectl asks at each TAB: `kubectl_complete-apprepo`, beside the program that it finds. */

import { posix } from "node:path";
import { COMPLETER_NAME } from "../../about.ts";
import type { CompleterSeen } from "../../apprepo/doctor/seen.ts";
import type { Host } from "../../host.ts";
import { pathRules, programPaths } from "../program_paths.ts";

/** As many as Linux follows. */
const mostLinks = 40;

/**
 * Looks beside the program in the folders of PATH, since kubectl does: first in the one that this
 * process was called from, which for krew is that of its links, not the one that they lead to.
 * Source: k8s.io/kubectl/pkg/cmd/plugin/plugin_completion.go.
 * @returns undefined where the program is in none of them
 */
export async function findCompleter(host: Host): Promise<CompleterSeen | undefined> {
  const { dirname, isSame, join, program } = pathRules(host);
  const paths = await programPaths(host);
  const own = dirname(host.invokedAs);
  const found = paths.find((path) => isSame(dirname(path), own)) ?? paths[0];
  if (found === undefined) return undefined;
  const place = join(dirname(found), COMPLETER_NAME);
  if (host.platform.os === "windows") return await onWindows(host, place, program);
  return { path: place, program, state: await stateOfLink(host, place, program) };
}

async function stateOfLink(
  host: Host,
  path: string,
  program: string,
): Promise<CompleterSeen["state"]> {
  const target = await host.files.linkTarget(path);
  if (target === program) return "ours";
  if (target !== undefined) return await leadsTo(host, path, program) ? "theirs" : "other";
  return await host.files.modifiedAt(path) === undefined ? "missing" : "other";
}

/** Homebrew's link leads to one in the folder of the version, and only that to the program. */
async function leadsTo(host: Host, path: string, program: string): Promise<boolean> {
  let at = path;
  for (let links = 0; links < mostLinks; links++) {
    const target = await host.files.linkTarget(at);
    if (target === undefined) return false;
    at = posix.resolve(posix.dirname(at), target);
    if (posix.basename(at) === program) return await host.files.modifiedAt(at) !== undefined;
  }
  return false;
}

async function onWindows(host: Host, place: string, program: string): Promise<CompleterSeen> {
  // Windows runs an .exe rather than a .cmd of that name.
  const shim = `${place}.exe`;
  if (await host.files.modifiedAt(shim) !== undefined) {
    const state = await isScoops(host, `${place}.shim`, program) ? "theirs" : "other";
    return { path: shim, program, state };
  }
  const path = `${place}.cmd`;
  if (await host.files.modifiedAt(path) === undefined) return { path, program, state: "missing" };
  const isOurs = await host.files.readText(path) === commandFile(program);
  return { path, program, state: isOurs ? "ours" : "other" };
}

/** Whether Scoop's note of what the .exe beside it starts names the program. */
async function isScoops(host: Host, path: string, program: string): Promise<boolean> {
  const text = await host.files.readText(path).catch(() => "");
  return text.includes(`\\${program}"`) && /^args *= *__complete\b/m.test(text);
}

/** Windows' way, where links take a privilege. */
export function commandFile(program: string): string {
  return `@"%~dp0${program}" __complete %*\r\n`;
}
