import assert from "node:assert/strict";
import { join } from "node:path";
import { build } from "../../tools/build/binary.ts";
import { finish } from "../../tools/build/command.ts";
import { compile } from "../../tools/build/compile.ts";
import { hostTarget } from "../../tools/build/targets.ts";
import { inTemporaryFolder } from "../../tools/build/temporary_folder.ts";

const LIST_GRANTED = `
const all = ["env", "ffi", "import", "net", "read", "run", "sys", "write"];
console.log(all.filter((name) => Deno.permissions.querySync({ name }).state === "granted").join());
`;
const WRITE_A_FILE = `
try { Deno.writeTextFileSync("file", ""); } catch (error) { console.log("refused:", error.name); }
`;
/** Runs a program on a terminal of its own, where Deno would ask a person. */
const ON_A_TERMINAL = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)";

Deno.test("compile() grants env, net, read and run, and nothing else", async () => {
  await withProgram(LIST_GRANTED, async (program) => {
    const { stdout } = await finish(program, []);
    assert.equal(stdout, "env,net,read,run\n");
  });
});

Deno.test("compile() makes a program that refuses without asking anybody", async () => {
  await withProgram(WRITE_A_FILE, async (program) => {
    const { stdout } = await finish("python3", ["-c", ON_A_TERMINAL, program], {
      signal: AbortSignal.timeout(30_000),
    });
    assert.equal(stdout, "refused: NotCapable\r\n");
  });
});

Deno.test("the binary leaves no file in the shared temporary folder", async () => {
  const binary = await build();
  await inTemporaryFolder(async (folder) => {
    const { code } = await finish(binary, ["version"], { env: { TMPDIR: folder } });
    assert.equal(code, 0);
    assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
  });
});

async function withProgram(source: string, use: (path: string) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const program = join(folder, "program");
    const write = (to: string) => Deno.writeTextFile(join(to, "main.js"), source);
    await compile(write, program, hostTarget());
    await use(program);
  });
}
