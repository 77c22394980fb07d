import assert from "node:assert/strict";
import { tar } from "../../../tools/build/tar.ts";

const FILES = [
  { name: "program", mode: 0o755, data: new TextEncoder().encode("x".repeat(1000)) },
  { name: "LICENSE", mode: 0o644, data: new TextEncoder().encode("free\n") },
];

Deno.test("tar() makes an archive that the system's tar lists", async () => {
  const lines = (await systemTar(["-tvf", "-"], tar(FILES))).trim().split("\n");
  assert.equal(lines.length, 2);
  assert.match(lines[0]!, /^-rwxr-xr-x .* 1000 .*2000.* program$/);
  assert.match(lines[1]!, /^-rw-r--r-- .* 5 .*2000.* LICENSE$/);
});

Deno.test("tar() keeps the contents", async () => {
  assert.equal(await systemTar(["-xOf", "-", "program"], tar(FILES)), "x".repeat(1000));
  assert.equal(await systemTar(["-xOf", "-", "LICENSE"], tar(FILES)), "free\n");
});

async function systemTar(args: string[], archive: Uint8Array): Promise<string> {
  const options = { args, env: { TZ: "UTC" }, stdin: "piped", stdout: "piped" } as const;
  const command = new Deno.Command("tar", options).spawn();
  const writer = command.stdin.getWriter();
  await writer.write(archive);
  await writer.close();
  const { code, stdout } = await command.output();
  assert.equal(code, 0);
  return new TextDecoder().decode(stdout);
}
