import assert from "node:assert/strict";
import { elfEnd, executableTarget } from "../../../tools/build/executable.ts";
import { hostTarget } from "../../../tools/build/targets.ts";

Deno.test("executableTarget() knows this Deno's own platform", async () => {
  using file = await Deno.open(Deno.execPath());
  const head = new Uint8Array(64);
  await file.read(head);
  assert.equal(executableTarget(head), hostTarget().name);
});

Deno.test("executableTarget() tells the platforms apart by their headers", () => {
  assert.equal(executableTarget(head([0x7f, 0x45, 0x4c, 0x46], 18, [0x3e, 0])), "linux-amd64");
  assert.equal(executableTarget(head([0x7f, 0x45, 0x4c, 0x46], 18, [0xb7, 0])), "linux-arm64");
  const machO = [0xcf, 0xfa, 0xed, 0xfe];
  assert.equal(executableTarget(head(machO, 4, [0x07, 0, 0, 0x01])), "darwin-amd64");
  assert.equal(executableTarget(head(machO, 4, [0x0c, 0, 0, 0x01])), "darwin-arm64");
  assert.equal(executableTarget(head([0x4d, 0x5a], 18, [])), "windows-amd64");
  assert.equal(executableTarget(head([0x23, 0x21], 18, [])), undefined);
  assert.equal(executableTarget(new Uint8Array([0x7f, 0x45, 0x4c, 0x46])), undefined);
});

Deno.test("elfEnd() is the end of the section header table", () => {
  const bytes = new Uint8Array(100);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(40, 4096n, true);
  view.setUint16(58, 64, true);
  view.setUint16(60, 30, true);
  assert.equal(elfEnd(bytes), 4096 + 64 * 30);
});

function head(magic: number[], at: number, bytes: number[]): Uint8Array {
  const block = new Uint8Array(64);
  block.set(magic);
  block.set(bytes, at);
  return block;
}
