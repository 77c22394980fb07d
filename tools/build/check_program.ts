import { Buffer } from "node:buffer";
import { BuildError } from "./build_error.ts";
import { findSentinel, SEGMENT, SENTINEL } from "./denort/cut_mach_o.ts";
import { SECTION } from "./denort/cut_pe.ts";
import { LC, MachO } from "./denort/mach_o.ts";
import { Pe } from "./denort/pe.ts";
import { checkSignature } from "./denort/signature.ts";
import type { Target } from "./targets.ts";

/** What a compiled program begins and ends with. */
const MAGIC = new TextEncoder().encode("d3n0l4nd");

/**
 * Checks what `deno compile` made for macOS or Windows by reading it, since most who build can't run
 * it: that it is whole, that the program is found where it looks for it when it starts, and signed
 * where it must be. What is for Linux is run by the tests.
 * @param mark a text that the program has in it and no other build has
 * @throws {BuildError} saying what is wrong
 */
export function checkProgram(bytes: Uint8Array, target: Target, mark: string): void {
  if (target.os === "linux") return;
  const program = target.os === "windows" ? fromWindows(bytes) : fromMac(bytes, target);
  const begins = MAGIC.every((byte, at) => program[at] === byte);
  const ends = MAGIC.every((byte, at) => program.at(at - MAGIC.length) === byte);
  if (!begins || !ends) throw new BuildError(`what ${target.name} would run is not a program`);
  const view = Buffer.from(program.buffer, program.byteOffset, program.byteLength);
  if (!view.includes(mark)) throw new BuildError(`what ${target.name} would run is another build`);
}

function fromMac(bytes: Uint8Array, target: Target): Uint8Array {
  const file = new MachO(bytes);
  checkSegments(file);
  if (target.arch === "amd64") return fromTail(file);
  checkSignature(file);
  const { at } = file.requiredSegment(SEGMENT);
  // Its one section follows: two names of 16 bytes, address, size, offset.
  const size = Number(file.view.getBigUint64(at + 72 + 40, true));
  const offset = file.view.getUint32(at + 72 + 48, true);
  return bytes.subarray(offset, offset + size);
}

/** Each segment begins where the one before it ends, and the last one ends with the file. */
function checkSegments({ segments, bytes }: MachO): void {
  let [inFile, inMemory] = [0, 0];
  for (const { name, offset, length, address, memory } of segments) {
    if (length > 0 && offset !== inFile) throw new BuildError(`${name} begins at ${offset}`);
    if (address < inMemory || memory < length) {
      throw new BuildError(`${name} has no room in memory`);
    }
    [inFile, inMemory] = [inFile + length, address + memory];
  }
  const names = segments.map(({ name }) => name);
  if (new Set(names).size !== names.length) throw new BuildError(`not one each of ${names}`);
  if (inFile !== bytes.length) throw new BuildError(`the Mach-O file's segments end at ${inFile}`);
}

function fromTail(file: MachO): Uint8Array {
  const strings = file.view.getUint32(file.command(LC.symtab)!.at + 16, true);
  const start = findSentinel(file.bytes, strings) + SENTINEL.length;
  const length = Number(file.view.getBigUint64(start, true));
  const program = file.bytes.subarray(start + 8, start + 8 + length);
  // On macOS `deno compile` lets codesign sign what it makes for Intel; elsewhere it is not signed.
  const after = file.bytes.length - start - 8 - length;
  if (after === 0 || (after > 0 && file.command(LC.codeSignature))) return program;
  throw new BuildError(`the program has ${length} bytes, and ${after} come after it`);
}

function fromWindows(bytes: Uint8Array): Uint8Array {
  const { sections, view, imageSizeAt, resourcesAt } = new Pe(bytes);
  const added = sections.at(-1);
  const address = view.getUint32(resourcesAt, true);
  const whole = added?.name === SECTION && added.address === address &&
    added.offset + added.length === bytes.length &&
    sections.filter(({ name }) => name === SECTION).length === 1 &&
    view.getUint32(imageSizeAt, true) === address + added.length;
  if (!whole) throw new BuildError(`the Windows program does not end with its resources`);
  // Three tables of one entry, the name, then where the data is and how long.
  const resource = new DataView(bytes.buffer, bytes.byteOffset + added.offset, added.length);
  let entry = 0;
  for (let depth = 0; depth < 3; depth++) {
    entry = resource.getUint32(entry + 16 + 4, true) & 0x7fffffff;
  }
  const [at, size] = [resource.getUint32(entry, true), resource.getUint32(entry + 4, true)];
  const offset = at - address + added.offset;
  return bytes.subarray(offset, offset + size);
}
