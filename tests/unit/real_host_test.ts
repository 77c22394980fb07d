import assert from "node:assert/strict";

const HOST = new URL("../../src/real_host.ts", import.meta.url).href;

Deno.test("realHost() reads lines and leaves what follows", async () => {
  const code = `
    import { realHost } from ${JSON.stringify(HOST)};
    const { stdin } = realHost();
    console.log(JSON.stringify([await stdin.readLine(), await stdin.readLine(), await stdin.readText()]));
  `;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", code],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode("jä\r\n\nthe rest\nof it"));
  await writer.close();
  const { stdout } = await child.output();
  assert.deepEqual(JSON.parse(new TextDecoder().decode(stdout)), ["jä", "", "the rest\nof it"]);
});
