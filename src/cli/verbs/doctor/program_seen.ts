import { BINARY_NAME, buildInfo } from "../../../about.ts";
import type { ProgramSeen } from "../../../apprepo/doctor/seen.ts";
import type { Host } from "../../../host.ts";

/** Where a shell finds the plugin: kubectl runs the first, and the others are stale one day. */
export async function programSeen({ env, platform, folders }: Host): Promise<ProgramSeen> {
  const isWindows = platform.os === "windows";
  const name = isWindows ? `${BINARY_NAME}.exe` : BINARY_NAME;
  const paths: string[] = [];
  const all = (env.get("PATH") ?? "").split(isWindows ? ";" : ":").filter((one) => one !== "");
  for (const folder of new Set(all)) {
    const path = `${folder}${isWindows ? "\\" : "/"}${name}`;
    if ((await folders.list(folder)).includes(name)) paths.push(path);
  }
  return { version: buildInfo().version, paths };
}
