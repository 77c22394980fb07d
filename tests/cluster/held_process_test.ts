import assert from "node:assert/strict";
import { untilGone } from "./support/gone.ts";

const MODULE = new URL("../../testcluster/held_process.ts", import.meta.url).href;

const ENDS = {
  "exits": "Deno.exit(3)",
  "throws": "throw new Error('uncaught')",
  "is killed": "Deno.kill(Deno.pid, 'SIGKILL')",
  "is terminated": "Deno.kill(Deno.pid, 'SIGTERM'); await new Promise(() => {})",
};

for (const [how, code] of Object.entries(ENDS)) {
  Deno.test(`HeldProcess ends, and its folder goes, when the parent ${how}`, async () => {
    const folder = await Deno.makeTempDir();
    const pids = await startAndEnd(folder, code);
    assert.equal(pids.length, 3);
    await untilGone(folder, pids);
  });
}

/** Runs a process that holds three programs and ends with `code`. @returns the programs */
async function startAndEnd(folder: string, code: string): Promise<number[]> {
  const script = `
    const { HeldProcess } = await import(${JSON.stringify(MODULE)});
    const options = ${JSON.stringify({ folder, log: `${folder}/log` })};
    for (let i = 0; i < 3; i++) {
      console.log((await HeldProcess.start(["sleep", "600"], options)).pid);
    }
    ${code}
  `;
  const deno = new Deno.Command(Deno.execPath(), { args: ["eval", script], stderr: "null" });
  const { stdout } = await deno.output();
  return new TextDecoder().decode(stdout).trim().split("\n").map(Number);
}
