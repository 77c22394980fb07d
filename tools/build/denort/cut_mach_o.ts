import { BuildError } from "../build_error.ts";
import { LC, MachO, type Segment } from "./mach_o.ts";

/** What `deno compile` puts before a program that it appends for Intel, then 8 bytes of length. */
export const SENTINEL: readonly number[] = [
  ...new TextEncoder().encode("<~sui-data~>"),
  ...[0xef, 0xbe, 0xad, 0xde],
];
/** The segment in which it puts a program for arm64. */
export const SEGMENT = "__SUI";

const ARM64_PAGE = 0x4000;
const INTEL_PAGE = 0x1000;

/** Where the commands of each type have offsets into the file. */
const OFFSETS: Readonly<Record<number, readonly number[]>> = {
  [LC.symtab]: [8, 16],
  [LC.dysymtab]: [32, 40, 48, 56, 64, 72],
  [LC.dyldInfo]: [8, 16, 24, 32, 40],
  [LC.dyldInfoOnly]: [8, 16, 24, 32, 40],
  [LC.codeSignature]: [8],
  [LC.segmentSplitInfo]: [8],
  [LC.functionStarts]: [8],
  [LC.dataInCode]: [8],
  [LC.dylibCodeSignDrs]: [8],
  [LC.linkerOptimizationHint]: [8],
  [LC.atomInfo]: [8],
  [LC.dyldExportsTrie]: [8],
  [LC.dyldChainedFixups]: [8],
};

/**
 * Takes the program out of a Mach-O file that `deno compile` (libsui 0.12) made, and the signature:
 * what is left is the denort that it was made from, to be compiled with but not to be run, since
 * `deno compile` signs what it makes for arm64, and Intel's macOS runs what is not signed.
 * @throws {BuildError} if it has no program, or is not built as libsui builds it
 */
export function cutMachO(program: Uint8Array): Uint8Array<ArrayBuffer> {
  const file = new MachO(program);
  if (!file.isArm64) return withoutTail(file);
  return withoutSegment(file, file.requiredSegment(SEGMENT));
}

/** For arm64 the program is a segment of its own, just before __LINKEDIT, which it moved up. */
function withoutSegment(file: MachO, added: Segment): Uint8Array<ArrayBuffer> {
  const { bytes, commandsEnd } = file;
  const addedEnd = added.offset + added.length;
  if (file.requiredSegment("__LINKEDIT").offset !== addedEnd) {
    throw new BuildError(`${SEGMENT} does not stand just before __LINKEDIT`);
  }
  const end = signatureStart(file);
  const out = new Uint8Array(end - added.length);
  out.set(bytes.subarray(0, added.at));
  out.set(bytes.subarray(added.at + added.size, commandsEnd), added.at);
  out.set(bytes.subarray(commandsEnd, added.offset), commandsEnd);
  out.set(bytes.subarray(addedEnd, end), added.offset);
  dropCommand(out, added.size);

  const left = new MachO(out);
  for (const { type, at } of left.commands) {
    for (const field of OFFSETS[type] ?? []) {
      const offset = left.view.getUint32(at + field, true);
      if (offset >= addedEnd) left.view.setUint32(at + field, offset - added.length, true);
    }
    // The command stays, for the signature that `deno compile` makes.
    if (type === LC.codeSignature) left.view.setUint32(at + 12, 0, true);
  }
  const linkEdit = left.requiredSegment("__LINKEDIT");
  setU64(left, linkEdit.at + 24, linkEdit.address - added.memory);
  setU64(left, linkEdit.at + 40, added.offset);
  endWithLinkEdit(left, ARM64_PAGE);
  return out;
}

/** For Intel the program is the end of the string table, before the signature. */
function withoutTail(file: MachO): Uint8Array<ArrayBuffer> {
  const symbols = file.command(LC.symtab);
  if (!symbols) throw new BuildError("the Mach-O file has no LC_SYMTAB");
  const strings = file.view.getUint32(symbols.at + 16, true);
  const start = findSentinel(file.bytes, strings);
  const out = file.bytes.slice(0, start);
  const signature = file.command(LC.codeSignature);
  if (signature) {
    if (signature.at + signature.size !== file.commandsEnd) {
      throw new BuildError("LC_CODE_SIGNATURE is not the last load command");
    }
    out.fill(0, signature.at, file.commandsEnd);
    dropCommand(out, signature.size);
  }
  const left = new MachO(out);
  left.view.setUint32(symbols.at + 20, start - strings, true);
  endWithLinkEdit(left, INTEL_PAGE);
  return out;
}

/** Where the first sentinel is. @throws {BuildError} if there is none */
export function findSentinel(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(SENTINEL[0]!, from); at !== -1;) {
    if (SENTINEL.every((byte, index) => bytes[at + index] === byte)) return at;
    at = bytes.indexOf(SENTINEL[0]!, at + 1);
  }
  throw new BuildError("the Mach-O file has no program that `deno compile` appended");
}

function signatureStart(file: MachO): number {
  const found = file.command(LC.codeSignature);
  return found ? file.view.getUint32(found.at + 8, true) : file.bytes.length;
}

/** Notes in the header that there is one command less. */
function dropCommand(bytes: Uint8Array, size: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setUint32(16, view.getUint32(16, true) - 1, true);
  view.setUint32(20, view.getUint32(20, true) - size, true);
}

/** The last segment takes what is left of the file, and whole pages of memory. */
function endWithLinkEdit(file: MachO, page: number): void {
  const { at, offset } = file.requiredSegment("__LINKEDIT");
  const length = file.bytes.length - offset;
  setU64(file, at + 32, Math.ceil(length / page) * page);
  setU64(file, at + 48, length);
}

function setU64({ view }: MachO, at: number, value: number): void {
  view.setBigUint64(at, BigInt(value), true);
}
