import assert from "node:assert/strict";
import { join } from "node:path";
import { ROOT } from "../../tools/build/binary.ts";
import { finish } from "../../tools/build/command.ts";
import { goTool } from "../gotools/go_tool.ts";

Deno.test("the workflows are ones that the forge can read and run", async () => {
  const folder = join(ROOT, ".github/workflows");
  const files = await Array.fromAsync(Deno.readDir(folder), ({ name }) => join(folder, name));
  // Without shellcheck, which is on some machines and not on others.
  const args = ["-no-color", "-shellcheck=", ...files];
  const { code, stdout } = await finish(await goTool("actionlint"), args, { cwd: ROOT });
  assert.deepEqual([code, stdout], [0, ""]);
});
