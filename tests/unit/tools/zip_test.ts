import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { unzipSync } from "fflate";
import { zip } from "../../../tools/build/zip.ts";

const FILES = [
  { name: "program.exe", mode: 0o755, data: new TextEncoder().encode("x".repeat(1000)) },
  { name: "man/page.1", mode: 0o644, data: new TextEncoder().encode("free\n") },
];

Deno.test("zip() keeps names, contents and permission bits", () => {
  const archive = zip(FILES);
  const texts = Object.entries(unzipSync(archive)).map(([name, data]) => [
    name,
    new TextDecoder().decode(data),
  ]);
  assert.deepEqual(texts, [["program.exe", "x".repeat(1000)], ["man/page.1", "free\n"]]);
  assert.deepEqual(centralRecords(archive).map(({ mode }) => mode), [0o100755, 0o100644]);
});

Deno.test("zip() makes the same bytes in every time zone", async () => {
  const url = new URL("../../../tools/build/zip.ts", import.meta.url);
  const code = `const { zip } = await import(${JSON.stringify(url.href)});
    const data = new TextEncoder().encode("same");
    console.log(zip([{ name: "a", mode: 0o644, data }]).toBase64?.() ?? btoa(String.fromCharCode(
      ...zip([{ name: "a", mode: 0o644, data }]))));`;
  const texts = await Promise.all(
    ["UTC", "Pacific/Chatham", "America/Los_Angeles"].map(async (TZ) => {
      const command = new Deno.Command(Deno.execPath(), { args: ["eval", code], env: { TZ } });
      return new TextDecoder().decode((await command.output()).stdout);
    }),
  );
  assert.ok(texts[0]!.length > 20);
  assert.deepEqual(new Set(texts).size, 1);
});

/** What the end of the archive says of each file. Source: PKWARE's APPNOTE.TXT, 4.3.12. */
function centralRecords(archive: Uint8Array): { mode: number }[] {
  const bytes = Buffer.from(archive);
  const records: { mode: number }[] = [];
  const mark = Buffer.from([0x50, 0x4b, 1, 2]);
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + 4)) {
    records.push({ mode: bytes.readUInt32LE(at + 38) >>> 16 });
  }
  return records;
}
