import { createHash } from "node:crypto";
import { LC } from "../../../../tools/build/denort/mach_o.ts";

/** Small Mach-O files, and what `deno compile` (libsui 0.12.6) makes of them. */

export const ARM64 = 0x0100000c;
export const INTEL = 0x01000007;

const TEXT = 0x4000;
const LINKEDIT = 0x5000;
const BASE = 0x100000000;
/** Where __LINKEDIT's parts are in a denort for tests, and how long, by their command. */
const PARTS = { dyldInfo: 0x100, functionStarts: 0x80, symbols: 0x60, strings: 0x3d };

/** A denort: code, a little data, symbols, and for arm64 the command for a signature. */
export function denort(cpu: number): Uint8Array<ArrayBuffer> {
  const commands = [
    segment("__TEXT", BASE, TEXT, 0, TEXT),
    segment("__DATA", BASE + TEXT, 0x4000, TEXT, LINKEDIT - TEXT),
    segment("__LINKEDIT", BASE + TEXT + 0x4000, 0, LINKEDIT, 0),
  ];
  let at = LINKEDIT;
  const place = (size: number) => (at += size) - size;
  const info = place(PARTS.dyldInfo);
  commands.push(
    command(LC.dyldInfoOnly, [info, 16, info + 16, 16, 0, 0, info + 32, 16, info + 48, 8]),
  );
  commands.push(command(LC.functionStarts, [place(PARTS.functionStarts), PARTS.functionStarts]));
  const [symbols, strings] = [place(PARTS.symbols), place(PARTS.strings)];
  commands.push(command(LC.symtab, [symbols, 6, strings, PARTS.strings]));
  commands.push(command(LC.dysymtab, [...Array(12).fill(0), symbols, 2, ...Array(4).fill(0)]));
  if (cpu === ARM64) {
    at = Math.ceil(at / 16) * 16;
    commands.push(command(LC.codeSignature, [at, 0]));
  }
  const bytes = new Uint8Array(at).map((_, index) => index * 7);
  bytes.fill(0, 0, 0x1000);
  writeCommands(bytes, cpu, commands);
  endSegments(bytes, cpu === ARM64 ? 0x4000 : 0x1000);
  return bytes;
}

/** For arm64: a segment before __LINKEDIT, all that is in __LINKEDIT moved up, an ad-hoc signature. */
export function compiledForArm64(denort: Uint8Array, program: Uint8Array): Uint8Array<ArrayBuffer> {
  const grown = Math.ceil(Math.max(program.length, 0x4000) / 0x10000) * 0x10000;
  const out = new Uint8Array(denort.length + grown);
  out.set(denort.subarray(0, LINKEDIT));
  out.set(program, LINKEDIT);
  out.set(denort.subarray(LINKEDIT), LINKEDIT + grown);
  const address = BASE + TEXT + 0x4000;
  const commands = readCommands(denort).map((bytes) => moved(bytes, grown));
  const added = segment("__SUI", address, grown, LINKEDIT, grown, 80);
  const section = new DataView(added.buffer, 72);
  new TextEncoder().encodeInto("d3n0l4nd", added.subarray(72));
  new TextEncoder().encodeInto("__SUI", added.subarray(72 + 16));
  section.setBigUint64(32, BigInt(address), true);
  section.setBigUint64(40, BigInt(program.length), true);
  section.setUint32(48, LINKEDIT, true);
  new DataView(added.buffer).setUint32(64, 1, true);
  commands.splice(2, 0, added);
  writeCommands(out, ARM64, commands);
  return signed(out);
}

/** For Intel: appended to the string table, behind a sentinel and the length. */
export function compiledForIntel(denort: Uint8Array, program: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(denort.length + 24 + program.length);
  out.set(denort);
  out.set(new TextEncoder().encode("<~sui-data~>"), denort.length);
  out.set([0xef, 0xbe, 0xad, 0xde], denort.length + 12);
  new DataView(out.buffer).setBigUint64(denort.length + 16, BigInt(program.length), true);
  out.set(program, denort.length + 24);
  const commands = readCommands(out);
  for (const bytes of commands) {
    const view = new DataView(bytes.buffer);
    if (view.getUint32(0, true) !== LC.symtab) continue;
    view.setUint32(20, out.length - view.getUint32(16, true), true);
  }
  writeCommands(out, INTEL, commands);
  endSegments(out, 1);
  return out;
}

/** What codesign on macOS adds to that: a last command, and the signature at the end. */
export function signedByCodesign(program: Uint8Array): Uint8Array<ArrayBuffer> {
  const start = Math.ceil(program.length / 16) * 16;
  const out = new Uint8Array(start + 100);
  out.set(program);
  const commands = [...readCommands(program), command(LC.codeSignature, [start, 100])];
  writeCommands(out, INTEL, commands);
  endSegments(out, 0x1000);
  return out;
}

/** Signed as libsui signs: one sum for each page of 4 KiB. */
function signed(unsigned: Uint8Array): Uint8Array<ArrayBuffer> {
  const start = unsigned.length;
  const pages = Math.ceil(start / 0x1000);
  const length = 88 + 6 + 32 * pages;
  const out = new Uint8Array(start + 20 + length);
  out.set(unsigned);
  const view = new DataView(out.buffer);
  const commands = readCommands(out);
  const last = new DataView(commands.at(-1)!.buffer);
  last.setUint32(8, start, true);
  last.setUint32(12, 20 + length, true);
  writeCommands(out, ARM64, commands);
  endSegments(out, 1);
  const numbers = [0xfade0cc0, 20 + length, 1, 0, 20];
  numbers.push(0xfade0c02, length, 0x20400, 0x20002, 88 + 6, 88, 0, pages, start);
  numbers.forEach((number, index) => view.setUint32(start + 4 * index, number));
  out.set([32, 2, 0, 12], start + 20 + 36);
  out.set(new TextEncoder().encode("a.out"), start + 20 + 88);
  for (let page = 0; page < pages; page++) {
    const content = out.subarray(page * 0x1000, Math.min((page + 1) * 0x1000, start));
    out.set(createHash("sha256").update(content).digest(), start + 20 + 94 + 32 * page);
  }
  return out;
}

function segment(
  name: string,
  address: number,
  memory: number,
  offset: number,
  length: number,
  more = 0,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(72 + more);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, LC.segment64, true);
  view.setUint32(4, bytes.length, true);
  new TextEncoder().encodeInto(name, bytes.subarray(8));
  [address, memory, offset, length].forEach((value, index) =>
    view.setBigUint64(24 + 8 * index, BigInt(value), true)
  );
  return bytes;
}

function command(type: number, words: readonly number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new Uint32Array([type, 8 + 4 * words.length, ...words]).buffer);
}

/** Copies of the load commands. */
function readCommands(bytes: Uint8Array): Uint8Array<ArrayBuffer>[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = 32;
  return Array.from({ length: view.getUint32(16, true) }, () => {
    const size = view.getUint32(at + 4, true);
    return bytes.slice(at, at += size);
  });
}

function writeCommands(bytes: Uint8Array, cpu: number, commands: readonly Uint8Array[]): void {
  const size = commands.reduce((sum, { length }) => sum + length, 0);
  const header = new Uint32Array([0xfeedfacf, cpu, 0, 2, commands.length, size, 0x85, 0]);
  bytes.set(new Uint8Array(header.buffer));
  let at = 32;
  for (const command of commands) {
    bytes.set(command, at);
    at += command.length;
  }
}

/** Gives __LINKEDIT all that is left of the file. */
function endSegments(bytes: Uint8Array, page: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = 32;
  for (const command of readCommands(bytes)) {
    if (new TextDecoder().decode(command.subarray(8, 18)) === "__LINKEDIT") {
      const length = bytes.length - Number(view.getBigUint64(at + 40, true));
      view.setBigUint64(at + 32, BigInt(Math.ceil(length / page) * page), true);
      view.setBigUint64(at + 48, BigInt(length), true);
    }
    at += command.length;
  }
}

/** A command with its offsets into __LINKEDIT raised. */
function moved(bytes: Uint8Array<ArrayBuffer>, by: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer);
  const type = view.getUint32(0, true);
  if (type === LC.segment64) {
    if (Number(view.getBigUint64(40, true)) !== LINKEDIT) return bytes;
    view.setBigUint64(24, view.getBigUint64(24, true) + BigInt(by), true);
    view.setBigUint64(40, BigInt(LINKEDIT + by), true);
    return bytes;
  }
  for (let at = 8; at < bytes.length; at += 4) {
    const word = view.getUint32(at, true);
    if (word >= LINKEDIT) view.setUint32(at, word + by, true);
  }
  return bytes;
}
