import assert from "node:assert/strict";
import { checkProgram } from "../../../tools/build/check_program.ts";
import { cutMachO } from "../../../tools/build/denort/cut_mach_o.ts";
import { LC, MachO } from "../../../tools/build/denort/mach_o.ts";
import { checkSignature } from "../../../tools/build/denort/signature.ts";
import { findTarget } from "../../../tools/build/targets.ts";
import {
  ARM64,
  compiledForArm64,
  compiledForIntel,
  denort,
  INTEL,
  signedByCodesign,
} from "./support/mach_o_files.ts";

const MARK = "0123456789ab";

Deno.test("cutMachO() gives back the denort that was compiled with, for arm64", () => {
  for (const size of [30, 0x4000, 0x10000, 0x23456]) {
    const original = denort(ARM64);
    assert.deepEqual(cutMachO(compiledForArm64(original, program(size))), original);
  }
});

Deno.test("cutMachO() gives back the denort that was compiled with, for Intel", () => {
  for (const size of [30, 0x23456]) {
    const original = denort(INTEL);
    const compiled = compiledForIntel(original, program(size));
    assert.deepEqual(cutMachO(compiled), original);
    assert.deepEqual(cutMachO(signedByCodesign(compiled)), original);
  }
});

Deno.test("cutMachO() refuses what `deno compile` did not make", () => {
  const arm64 = compiledForArm64(denort(ARM64), program(30));
  const refused: [bytes: Uint8Array, message: RegExp][] = [
    [new Uint8Array(), /^not a 64-bit Mach-O file$/],
    [new TextEncoder().encode("#!/bin/sh\n".repeat(10)), /^not a 64-bit Mach-O file$/],
    [arm64.slice(0, 100), /has a load command of 72 bytes at 32|cut off/],
    [changed(arm64, 36, 4), /has a load command of 4 bytes at 32/],
    [changed(arm64, 36, 0xfffffff0), /has a load command of 4294967280 bytes at 32/],
    [changed(arm64, 16, 2), /do not end where its header says/],
    [changed(arm64, 20, 5000), /do not end where its header says|has a load command/],
    [denort(ARM64), /^the Mach-O file has no segment __SUI$/],
    [denort(INTEL), /has no program that `deno compile` appended$/],
  ];
  for (const [bytes, message] of refused) {
    assert.throws(() => cutMachO(bytes), { name: "BuildError", message });
  }
});

Deno.test("checkProgram() takes what `deno compile` makes for macOS", () => {
  const intel = compiledForIntel(denort(INTEL), program(5000));
  checkProgram(intel, findTarget("darwin-amd64"), MARK);
  checkProgram(signedByCodesign(intel), findTarget("darwin-amd64"), MARK);
  const arm64 = compiledForArm64(denort(ARM64), program(5000));
  checkProgram(arm64, findTarget("darwin-arm64"), MARK);
});

Deno.test("checkProgram() refuses what macOS would not run, or what is another program", () => {
  const arm64 = compiledForArm64(denort(ARM64), program(5000));
  const intel = compiledForIntel(denort(INTEL), program(5000));
  const nested = compiledForIntel(denort(INTEL), program(5000, "another"));
  const refused: [bytes: Uint8Array, target: string, message: RegExp][] = [
    [arm64.slice(0, -1), "darwin-arm64", /segments end at/],
    [denort(ARM64), "darwin-arm64", /signature does not stand at the file's end/],
    [changed(arm64, 0x2000, 1), "darwin-arm64", /wrong sum for the page at 8192$/],
    [changed(arm64, 0x5100, 1), "darwin-arm64", /wrong sum for the page at 20480$/],
    [compiledForArm64(denort(ARM64), new Uint8Array(99)), "darwin-arm64", /is not a program$/],
    [compiledForArm64(denort(ARM64), program(99, "x")), "darwin-arm64", /is another build$/],
    [intel.slice(0, -1), "darwin-amd64", /segments end at/],
    [nested, "darwin-amd64", /is another build$/],
    [changed(intel, denort(INTEL).length + 16, 4000), "darwin-amd64", /1000 come after it$/],
    [changed(intel, denort(INTEL).length + 16, 9000), "darwin-amd64", /-4000 come after it$/],
  ];
  for (const [bytes, target, message] of refused) {
    const check = () => checkProgram(bytes, findTarget(target), MARK);
    assert.throws(check, { name: "BuildError", message });
  }
});

Deno.test("checkSignature() refuses a signature with which macOS would end the program", () => {
  const good = compiledForArm64(denort(ARM64), program(30));
  const start = good.length - new DataView(good.buffer).getUint32(signatureAt(good) + 12, true);
  checkSignature(new MachO(good));
  const refused: [at: number, word: number, message: RegExp][] = [
    [signatureAt(good), 0x1b, /is not signed$/],
    [signatureAt(good) + 8, start - 16, /does not stand at the file's end$/],
    [start, 0, /is not an embedded one$/],
    [start + 20, 0, /has no code directory$/],
    [start + 20 + 12, 0, /is not an ad-hoc one$/],
    [start + 20 + 28, 0, /has not one sum for each page$/],
    [start + 20 + 32, 0, /does not cover all that is before it$/],
    [start + 20 + 36, 0x0c000120, /is not made of SHA-256 sums$/],
    [0x3000, 0x01020304, /has a wrong sum for the page at 12288$/],
  ];
  for (const [at, word, message] of refused) {
    const file = new MachO(changed(good, at, word));
    assert.throws(() => checkSignature(file), { name: "BuildError", message });
  }
});

function signatureAt(bytes: Uint8Array): number {
  return new MachO(bytes).command(LC.codeSignature)!.at;
}

/** What `deno compile` embeds, as far as it is looked at. */
function program(size: number, mark = MARK): Uint8Array {
  const magic = "d3n0l4nd";
  return new TextEncoder().encode(`${magic}${mark}${"x".repeat(size - mark.length - 16)}${magic}`);
}

function changed(bytes: Uint8Array, at: number, word: number): Uint8Array {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint32(at, word, true);
  return copy;
}
