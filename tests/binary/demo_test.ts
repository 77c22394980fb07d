import assert from "node:assert/strict";
import { ROOT } from "../../tools/build/binary.ts";
import { run } from "../cluster/support/run.ts";

const demo = [Deno.execPath(), "run", "--allow-all", "--no-check", `${ROOT}/tools/demo.ts`];

/** A folder for everything temporary, so that what a demo leaves behind can be seen. */
async function temporary(): Promise<string> {
  return await Deno.makeTempDir({ prefix: "demo-test-" });
}

/** Waits for the processes whose command line names the folder to be gone. */
async function processesOf(folder: string): Promise<string> {
  let found = "";
  for (let tries = 0; tries < 240; tries++) {
    const { stdout } = await run("ps", ["-eo", "args"]);
    found = stdout.split("\n").filter((args) => args.includes(folder)).join("\n");
    if (found === "") break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return found;
}

Deno.test("the demo shows each command and what it raised, and leaves nothing behind", async () => {
  const TMPDIR = await temporary();
  const { code, stdout, stderr } = await run(demo[0]!, demo.slice(1), {
    env: { TMPDIR },
    timeout: 300_000,
  });
  assert.equal(code, 0, stderr);
  assert.match(
    stdout,
    /\$ kubectl apprepo refresh my-repo -n team-a\napprepository\.kubeapps\.com\/my-repo refreshed\n {4}resyncRequests of team-a\/my-repo: 0 -> 1\n/,
  );
  assert.match(stdout, /\nteam-b +tools +helm +\S+ +\S+ +failed /);
  assert.match(stdout, /\nLast Failure: .* failed due to status \[401\]\n/);
  assert.match(stdout, /\$ kubectl apprepo logs tools -n team-b\nE1126 /);
  assert.match(stdout, /\n {2}FAIL ARD402 The last sync of team-b\/tools failed\n/);
  assert.doesNotMatch(stdout, /\nerror: unknown|undefined/);
  assert.equal(await processesOf(TMPDIR), "");
  await Deno.remove(TMPDIR, { recursive: true });
});

Deno.test("Ctrl-C ends the demo and its control plane", async () => {
  const TMPDIR = await temporary();
  const child = new Deno.Command(demo[0]!, {
    args: demo.slice(1),
    env: { TMPDIR },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read(); // the first command: the control plane is up
  child.kill("SIGINT");
  await reader.cancel();
  assert.equal((await child.status).code, 130);
  assert.equal(await processesOf(TMPDIR), "");
  await Deno.remove(TMPDIR, { recursive: true });
});

Deno.test("the demo with --keep leaves a control plane that its last line ends", async () => {
  const TMPDIR = await temporary();
  const { code, stdout } = await run(demo[0]!, [...demo.slice(1), "--keep"], {
    env: { TMPDIR },
    timeout: 300_000,
  });
  assert.equal(code, 0);
  const [, kubeconfig, path, pid] =
    /export KUBECONFIG=(\S+)\n {2}export PATH=([^:]+):\$PATH\n[^]*kill (\d+)\n$/.exec(stdout) ?? [];
  const env = { KUBECONFIG: kubeconfig!, PATH: `${path}:${Deno.env.get("PATH")}` };
  const refreshed = await run("kubectl", ["apprepo", "refresh", "tools", "-n", "team-b"], { env });
  assert.equal(refreshed.stdout, "apprepository.kubeapps.com/tools refreshed\n");
  await run("kill", [pid!]);
  assert.equal(await processesOf(TMPDIR), "");
  await Deno.remove(TMPDIR, { recursive: true });
});
