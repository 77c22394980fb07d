// What somebody at a terminal sees of `refresh --wait` and `status --watch`.

import assert from "node:assert/strict";
import { testCluster } from "../../cluster/support/cluster.ts";
import { Kubeapps } from "../../cluster/support/kubeapps/kubeapps.ts";
import { run } from "../../cluster/support/run.ts";
import { apprepo, binary } from "../support/apprepo.ts";
import { eventually } from "../support/eventually.ts";
import { Screen } from "../support/screen.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;
const terminal = new URL("../support/terminal.py", import.meta.url).pathname;
const kubeapps = await Kubeapps.start(cluster);
Deno.test.afterAll(() => kubeapps[Symbol.asyncDispose]());

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

async function onTerminal(
  args: readonly string[],
  size = { rows: 24, columns: 100 },
  TERM = "xterm",
) {
  const { code, stdout } = await run("python3", [terminal, binary, ...args], {
    env: {
      KUBECONFIG: kubeconfig,
      TERM,
      ROWS: String(size.rows),
      COLUMNS: String(size.columns),
    },
  });
  return { code, shown: stdout, screen: new Screen(stdout) };
}

/** A namespace of repositories of which the first syncs are over; the next take two seconds. */
async function repositories(names: readonly string[]): Promise<string[]> {
  const team = await cluster.namespace("team");
  const where = ["-n", team, "--kubeapps-namespace", kubeapps.namespace];
  for (const name of names) await kubeapps.createRepository(team, name);
  await eventually("the end of the first syncs", async () => {
    const { stdout } = await apprepo(["list", "--result=completed", "--no-headers", ...where], {
      kubeconfig,
    });
    return stdout.split("\n").length > names.length ? true : undefined;
  });
  for (const name of names) await kubeapps.changeSync(team, name, { run: "2s" });
  return where;
}

test("refresh --wait redraws a line for each sync, and leaves only what became of them", async () => {
  const where = await repositories(["one", "other"]);
  const { code, screen } = await onTerminal(["refresh", "one", "other", "--wait", ...where]);
  assert.equal(code, 0, screen.text);
  const working = screen.states.find((state) => /one +running/.test(state));
  assert.match(working ?? "", /\n +one +running +\d+s +apprepo-\S+/);
  // Both are refreshed at the same time: either may be answered first.
  const lines = [/\n +one +[a-z]+ +\d+s/g, /\n +other +[a-z]+ +\d+s/g];
  assert.ok(screen.states.some((state) => lines.every((line) => state.match(line)?.length === 1)));
  const names = ["one", "other"];
  const shown = screen.text.split("\n").map((line) =>
    line.replace("apprepository.kubeapps.com/", "").replace(/\(\d+s\)$/, "(time)")
  );
  assert.deepEqual(shown.slice(0, 2).sort(), names.map((name) => `${name} refreshed`));
  assert.deepEqual(shown.slice(2, 4).sort(), names.map((name) => `${name} synced (time)`));
  assert.deepEqual(shown.slice(4), ["2 synced"]);
});

test("refresh --wait draws no more lines than fit, and none wider than the terminal", async () => {
  const names = Array.from({ length: 9 }, (_, at) => `repo-${at}`);
  const where = await repositories(names);
  const size = { rows: 8, columns: 40 };
  const { code, screen } = await onTerminal(["refresh", "--all", "--wait", ...where], size);
  assert.equal(code, 0, screen.text);
  const drawn = screen.states.map((state) =>
    state.split("\n").filter((line) => line.startsWith("  "))
  );
  const most = Math.max(...drawn.map(({ length }) => length));
  assert.ok(most <= size.rows - 2, `${most} lines`);
  assert.ok(screen.states.some((state) => /\n {2}and \d more$/.test(state)));
  for (const line of drawn.flat()) assert.ok(line.length < size.columns, line);
  assert.ok(!screen.text.split("\n").some((line) => line.startsWith("  ")), screen.text);
});

test("refresh --wait redraws nothing on a terminal that can't", async () => {
  const where = await repositories(["one"]);
  const { code, shown } = await onTerminal(
    ["refresh", "one", "--wait", ...where],
    undefined,
    "dumb",
  );
  assert.equal(code, 0, shown);
  assert.ok(!shown.includes("\x1b"), shown);
});

test("status --until redraws the screen, and leaves the whole of it", async () => {
  const where = await repositories(["one"]);
  const refreshed = await apprepo(["refresh", "one", ...where.slice(0, 2)], { kubeconfig });
  assert.equal(refreshed.code, 0);
  const size = { rows: 10, columns: 60 };
  const { code, screen } = await onTerminal(
    ["status", "one", "--until=synced", ...where],
    size,
  );
  assert.equal(code, 0, screen.text);
  const [drawn] = screen.states.filter((state) => /and \d+ more$/.test(state));
  assert.equal(drawn?.split("\n").length, 8);
  assert.match(screen.text, /^Name: +one\n/);
  assert.match(screen.text, /\nEvents:\n/);
  assert.doesNotMatch(screen.text, /and \d+ more/);
});
