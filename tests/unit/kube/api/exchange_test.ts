import assert from "node:assert/strict";

const probe = new URL("../support/abort_probe.ts", import.meta.url).pathname;

Deno.test("exchange() hears the caller's abort and its own, whatever was collected as garbage", async () => {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", "--v8-flags=--expose-gc", probe],
    env: { NO_COLOR: "1" },
  }).output();
  assert.equal(new TextDecoder().decode(stderr), "");
  assert.deepEqual(JSON.parse(new TextDecoder().decode(stdout)), [
    "enough",
    "Unable to connect to the server: context deadline exceeded (no answer within 0.5s)",
    "before",
  ]);
});
