import { createHash } from "node:crypto";
import { BuildError } from "../build_error.ts";
import { LC, type MachO } from "./mach_o.ts";

/** <kern/cs_blobs.h>, whose numbers are big-endian. */
const EMBEDDED_SIGNATURE = 0xfade0cc0;
const CODE_DIRECTORY = 0xfade0c02;
const ADHOC = 0x2;
const SHA256 = 2;

/**
 * Checks the signature by which macOS on arm64 runs a file: an ad-hoc one, at the file's end, with
 * the sum of each page before it.
 * @throws {BuildError} if macOS would not run it
 */
export function checkSignature(file: MachO): void {
  const { bytes, view } = file;
  const command = file.command(LC.codeSignature);
  if (!command) throw new BuildError("the Mach-O file is not signed");
  const start = view.getUint32(command.at + 8, true);
  const end = start + view.getUint32(command.at + 12, true);
  refuseUnless(end === bytes.length && end - start > 64, "does not stand at the file's end");
  refuseUnless(view.getUint32(start) === EMBEDDED_SIGNATURE, "is not an embedded one");
  const directory = start + view.getUint32(start + 16);
  refuseUnless(
    directory + 44 < end && view.getUint32(directory) === CODE_DIRECTORY,
    "has no code directory",
  );
  refuseUnless((view.getUint32(directory + 12) & ADHOC) !== 0, "is not an ad-hoc one");
  refuseUnless(view.getUint8(directory + 37) === SHA256, "is not made of SHA-256 sums");
  refuseUnless(view.getUint32(directory + 32) === start, "does not cover all that is before it");
  const pageSize = 2 ** view.getUint8(directory + 39);
  const pages = view.getUint32(directory + 28);
  refuseUnless(pages === Math.ceil(start / pageSize), "has not one sum for each page");
  const sums = directory + view.getUint32(directory + 16);
  for (let page = 0; page < pages; page++) {
    const from = page * pageSize;
    const content = bytes.subarray(from, Math.min(from + pageSize, start));
    const sum = createHash("sha256").update(content).digest();
    const noted = bytes.subarray(sums + 32 * page, sums + 32 * (page + 1));
    refuseUnless(sum.equals(noted), `has a wrong sum for the page at ${from}`);
  }
}

function refuseUnless(right: boolean, problem: string): void {
  if (!right) throw new BuildError(`the Mach-O file's signature ${problem}`);
}
