import assert from "node:assert/strict";
import { checkProgram } from "../../../tools/build/check_program.ts";
import { cutPe } from "../../../tools/build/denort/cut_pe.ts";
import { findTarget } from "../../../tools/build/targets.ts";

/** Where things are in the small Windows programs of these tests. */
const PE = 0x80;
const OPTIONAL = PE + 24;
const IMAGE_SIZE = OPTIONAL + 56;
const RESOURCES = OPTIONAL + 128;
const TABLE = OPTIONAL + 240;
const CODE = 0x400;
const END = 0x600;
const ADDED_ADDRESS = 0x2000;

Deno.test("cutPe() gives back the denort that was compiled with", () => {
  for (const size of [30, 5000]) {
    assert.deepEqual(cutPe(compiled(denort(), program(size))), denort());
  }
});

Deno.test("cutPe() refuses what `deno compile` did not make", () => {
  const good = compiled(denort(), program(30));
  const refused: [bytes: Uint8Array, message: RegExp][] = [
    [new Uint8Array(), /^not a Windows program for 64 bits$/],
    [new TextEncoder().encode("MZ".repeat(500)), /^not a Windows program for 64 bits$/],
    [changed(good, PE, 0), /^not a Windows program for 64 bits$/],
    [changed(good, OPTIONAL, 0x10b), /^not a Windows program for 64 bits$/],
    [changed(good, 0x3c, 0xfffffff0), /^not a Windows program for 64 bits$/],
    [changed(good, PE + 6, 99), /is cut off$/],
    [denort(), /does not end with a section \.pedata$/],
    [new Uint8Array([...good, 0]), /does not end with a section \.pedata$/],
    [good.slice(0, -1), /does not end with a section \.pedata$/],
  ];
  for (const [bytes, message] of refused) {
    assert.throws(() => cutPe(bytes), { name: "BuildError", message });
  }
});

Deno.test("checkProgram() takes what `deno compile` makes for Windows, and refuses what is not", () => {
  const good = compiled(denort(), program(500));
  const windows = findTarget("windows-amd64");
  checkProgram(good, windows, "mark");
  const refused: [bytes: Uint8Array, message: RegExp][] = [
    [denort(), /does not end with its resources$/],
    [changed(good, IMAGE_SIZE, 0x900000), /does not end with its resources$/],
    [changed(good, RESOURCES, 0x1000), /does not end with its resources$/],
    [good.slice(0, -1), /does not end with its resources$/],
    [compiled(denort(), new Uint8Array(100)), /is not a program$/],
    [changed(good, END + 20, 0x80000000), /is not a program$/],
    [changed(good, END + 88, ADDED_ADDRESS), /is not a program$/],
    [compiled(denort(), program(500, "x")), /is another build$/],
  ];
  for (const [bytes, message] of refused) {
    const check = () => checkProgram(bytes, windows, "mark");
    assert.throws(check, { name: "BuildError", message });
  }
});

/** Headers, a section of code, and room for the header of one section more. */
function denort(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(END);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x5a4d, true);
  view.setUint32(0x3c, PE, true);
  view.setUint32(PE, 0x4550, true);
  view.setUint16(PE + 6, 1, true);
  view.setUint16(PE + 20, 240, true);
  view.setUint16(OPTIONAL, 0x20b, true);
  view.setUint32(IMAGE_SIZE, ADDED_ADDRESS, true);
  writeSection(bytes, TABLE, ".text", 0x1000, END - CODE, CODE);
  bytes.fill(0x90, CODE);
  return bytes;
}

/** As editpe 0.1 does it: one more section, three tables of one entry, a name, the program. */
function compiled(denort: Uint8Array, program: Uint8Array): Uint8Array<ArrayBuffer> {
  const tree = new Uint8Array(106 + program.length);
  const resources = new DataView(tree.buffer);
  [24, 48, 88].forEach((next, depth) => {
    resources.setUint32(24 * depth + 20, depth < 2 ? 0x80000000 + next : next, true);
  });
  resources.setUint32(88, ADDED_ADDRESS + 106, true);
  resources.setUint32(92, program.length, true);
  tree.set(program, 106);
  const out = new Uint8Array([...denort, ...tree]);
  const view = new DataView(out.buffer);
  view.setUint16(PE + 6, 2, true);
  view.setUint32(IMAGE_SIZE, ADDED_ADDRESS + tree.length, true);
  view.setUint32(RESOURCES, ADDED_ADDRESS, true);
  view.setUint32(RESOURCES + 4, tree.length, true);
  writeSection(out, TABLE + 40, ".pedata", ADDED_ADDRESS, tree.length, END);
  return out;
}

function writeSection(
  bytes: Uint8Array,
  at: number,
  name: string,
  address: number,
  length: number,
  offset: number,
): void {
  new TextEncoder().encodeInto(name, bytes.subarray(at));
  const view = new DataView(bytes.buffer);
  [length, address, length, offset].forEach((value, index) =>
    view.setUint32(at + 8 + 4 * index, value, true)
  );
}

function program(size: number, mark = "mark"): Uint8Array {
  return new TextEncoder().encode(`d3n0l4nd${mark.padEnd(size - 16, "x")}d3n0l4nd`);
}

function changed(bytes: Uint8Array, at: number, word: number): Uint8Array {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint32(at, word, true);
  return copy;
}
