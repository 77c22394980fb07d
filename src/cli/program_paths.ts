import { posix, win32 } from "node:path";
import { BINARY_NAME } from "../about.ts";
import type { Host } from "../host.ts";

/** The paths' own rules where the program runs, and the file name of the program there. */
export function pathRules({ platform: { os } }: Host) {
  const isWindows = os === "windows";
  return {
    ...isWindows ? win32 : posix,
    program: isWindows ? `${BINARY_NAME}.exe` : BINARY_NAME,
    isSame: (a: string, b: string) => isWindows ? a.toLowerCase() === b.toLowerCase() : a === b,
  };
}

/**
 * Where a shell finds the program: in the folders of PATH, in its order. kubectl runs the first. A
 * folder that PATH has twice is there once, also by a link: on many systems /bin leads to /usr/bin.
 */
export async function programPaths(host: Host): Promise<string[]> {
  const { delimiter, dirname, isAbsolute, isSame, join, program, resolve } = pathRules(host);
  const path = host.env.get("PATH") ?? host.env.get("Path") ?? "";
  const folders = path.split(delimiter).map((folder) => folder.replaceAll('"', ""))
    .filter((folder) => isAbsolute(folder)).map((folder) => resolve(folder));
  const seen: string[] = [];
  const found: string[] = [];
  for (const folder of folders) {
    const target = await host.files.linkTarget(folder);
    const real = target === undefined ? folder : resolve(dirname(folder), target);
    if (seen.some((one) => isSame(one, real))) continue;
    seen.push(real);
    const names = await host.folders.list(folder);
    if (names.some((name) => isSame(name, program))) found.push(join(folder, program));
  }
  return found;
}
