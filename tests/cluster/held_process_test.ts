import assert from "node:assert/strict";
import { untilGone } from "./support/gone.ts";

const MODULE = new URL("../../testcluster/held_process.ts", import.meta.url).href;

const WATCHDOG = new URL("../../testcluster/watchdog.sh", import.meta.url).pathname;

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

Deno.test("a program ends with its parent, whenever Deno kills the watchdog on its way out", async () => {
  const folder = await Deno.makeTempDir();
  const pids = `${folder}-pids`;
  for (let tenths = 0; tenths < 100; tenths++) await killedWatchdog(folder, pids, tenths / 10);
  await untilGone(folder, await noted(pids));
});

/** Has a program started that notes its process id, kills the shell that starts it, and goes. */
async function killedWatchdog(folder: string, pids: string, milliseconds: number): Promise<void> {
  const watchdog = new Deno.Command("sh", {
    args: [WATCHDOG, folder, "/dev/null", "sh", "-c", `echo $$ >>${pids}; exec sleep 600`],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  watchdog.kill("SIGKILL");
  await watchdog.status;
  await watchdog.stdin.close();
}

/** The programs that had the time to start; the last ones had, at least. */
async function noted(pids: string): Promise<number[]> {
  for (let tries = 0; tries < 600; tries++) {
    const text = await Deno.readTextFile(pids).catch(() => "");
    if (text.endsWith("\n")) return text.trim().split("\n").map(Number);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no program has noted itself in ${pids}`);
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
