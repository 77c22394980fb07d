// What a real terminal shows, read from its screen: at several widths, with and without colour, for
// who listens, and after Ctrl-C.

import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { Kubeapps } from "../cluster/support/kubeapps/kubeapps.ts";
import { apprepo, binary } from "./support/apprepo.ts";
import { eventually } from "./support/eventually.ts";
import { hasTmux, Tmux } from "./support/tmux.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;
const kubeapps = await Kubeapps.start(cluster, { backoffLimit: 0 });
const team = await cluster.namespace("screen");
Deno.test.afterAll(() => kubeapps[Symbol.asyncDispose]());

const refusal =
  "get request to [https://charts.example.com/bad/index.yaml] failed due to status [401]";
await kubeapps.createRepository(team, "good", { outcome: "ok", run: "2s" });
await kubeapps.createRepository(team, "bad", {
  outcome: "fail",
  log: [`E0101 00:00:00.000000 1 sync.go:174] ${refusal}`],
});
await kubeapps.createRepository(team, "stuck", { outcome: "hang" });

/** Where it looks. */
const there = ["-n", team, "--kubeapps-namespace", kubeapps.namespace];

await eventually("every sync", async () => {
  const { stdout } = await apprepo(["list", ...there], { kubeconfig });
  return /bad .* failed/.test(stdout) && /good .* completed/.test(stdout) &&
      /stuck .* running/.test(stdout)
    ? true
    : undefined;
});

function open(columns: number, env: Record<string, string> = {}): Promise<Tmux> {
  const own = { A: binary, KUBECONFIG: kubeconfig, HOME: "/nowhere", NO_COLOR: "1" };
  return Tmux.open({ columns, env: { ...own, ...env } });
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: !hasTmux, sanitizeOps: false, sanitizeResources: false, fn });
}

/** A command line in the terminal's shell, where colours are as for a user who asked for none. */
function line(command: string, colours = false): string {
  const prefix = colours ? "env -u NO_COLOR " : "";
  return `${prefix}$A ${command} ${there.join(" ")}`;
}

const ages = /\b\d+m?s?\b|\b\d+m\d+s\b/g;

for (const columns of [60, 80, 120, 200]) {
  test(`at ${columns} columns, list shows every value that it prints in a pipe, and URLs in what room there is`, async () => {
    await using terminal = await open(columns);
    const words = (text: string) =>
      text.replace(ages, "TIME").split(/\s+/).filter((word) => word !== "");
    const screen = await terminal.see(line("list"), { joined: true });
    const { stdout } = await apprepo(["list", ...there], { kubeconfig });
    const known = words(stdout);
    const shown = words(screen).map((word, at) => {
      const isBeginning = /^https:.*\.\.\.$/.test(word) && known[at]?.startsWith(word.slice(0, -3));
      return isBeginning ? known[at] : word;
    });
    assert.deepEqual(shown, known);
    const isCut = screen.includes("...");
    // At 60, the other columns leave no room that would do.
    assert.equal(isCut, columns === 80, screen);
    if (columns >= 80) {
      for (const row of screen.split("\n")) assert.ok(row.length <= columns, row);
    }
    const wide = await terminal.see(line("list -o wide"), { joined: true });
    assert.ok(!wide.includes("..."), wide);
  });

  test(`at ${columns} columns, help and doctor's headings break between words`, async () => {
    await using terminal = await open(columns);
    for (const command of ["$A --help", "$A", "$A refresh --help"]) {
      const screen = await terminal.see(command, { joined: true });
      // A command line, or the name of a flag, stays whole.
      const prose = screen.split("\n").filter((text) => !/kubectl apprepo|^ {4}-/.test(text));
      for (const text of prose) assert.ok(text.length <= columns, text);
    }
    const screen = await terminal.see(line("doctor bad"), { joined: true });
    const heading = /^ {2}FAIL ARD402 (.*(?:\n {14}\S.*)*)/m.exec(screen)?.[1] ?? "";
    assert.equal(heading.replace(/\s+/g, " "), `The last sync of ${team}/bad failed`, screen);
    for (const text of heading.split("\n")) assert.ok(text.length <= columns, text);
  });

  test(`at ${columns} columns, status and doctor break between words, and what is pasted stays whole`, async () => {
    await using terminal = await open(columns);
    for (const command of ["status bad", "doctor bad"]) {
      const screen = await terminal.see(line(command));
      for (const one of screen.split("\n")) assert.ok([...one].length <= columns, one);
      const why = screen.replace(/\n +/g, " ");
      assert.ok(why.includes("the registry refuses the credentials, or wants some"), screen);
    }
    const joined = await terminal.see(line("doctor bad"), { joined: true });
    assert.ok(joined.includes(`kubectl apprepo refresh bad -n ${team} --wait\n`), joined);
  });

  test(`at ${columns} columns, what refresh --wait draws goes away when it is done`, async () => {
    await using terminal = await open(columns);
    await terminal.type(`clear; ${line("refresh good --wait")}; echo "[end $?]"`);
    await terminal.until(/^ {2}good +(waiting|pending|running)/m);
    await terminal.until(/^\[end 0\]$/m);
    const shown = (await terminal.screen()).split("\n").map((text) =>
      text.replace(/\(\d+s\)/, "(TIME)")
    );
    assert.deepEqual(shown.slice(0, 3), [
      "apprepository.kubeapps.com/good refreshed",
      "apprepository.kubeapps.com/good synced (TIME)",
      "[end 0]",
    ]);
  });
}

test("a terminal has colours, on words", async () => {
  await using terminal = await open(120);
  const list = await terminal.see(line("list", true), { codes: true });
  assert.ok(list.includes("\x1b[31mfailed\x1b["), list);
  assert.ok(list.includes("\x1b[32mcompleted\x1b["), list);
  const doctor = await terminal.see(line("doctor bad", true), { codes: true });
  assert.ok(doctor.includes("\x1b[31mFAIL\x1b["), doctor);
});

const colourless: readonly [what: string, before: string, flags: string][] = [
  ["NO_COLOR", "env NO_COLOR= ", ""],
  ["CLICOLOR=0", "env -u NO_COLOR CLICOLOR=0 ", ""],
  ["TERM=dumb", "env -u NO_COLOR TERM=dumb ", ""],
  ["--color=never", "env -u NO_COLOR ", " --color=never"],
];

for (const [what, before, flags] of colourless) {
  test(`${what} takes the colours away`, async () => {
    await using terminal = await open(120);
    for (const command of ["list", "status bad", "doctor bad"]) {
      const screen = await terminal.see(`${before}$A ${command} ${there.join(" ")}${flags}`, {
        codes: true,
      });
      assert.ok(!screen.includes("\x1b[3"), screen);
      assert.match(screen, /failed|FAIL/);
    }
  });
}

Deno.test("a pipe has colours where they are asked for", async () => {
  const asked = [
    apprepo(["list", ...there, "--color=always"], { kubeconfig }),
    apprepo(["list", ...there], { kubeconfig, env: { CLICOLOR_FORCE: "1" } }),
    apprepo(["list", ...there], { kubeconfig, env: { FORCE_COLOR: "1" } }),
  ];
  for (const { stdout } of await Promise.all(asked)) {
    assert.ok(stdout.includes("\x1b[31mfailed\x1b[0m"));
  }
  const { stdout } = await apprepo(["list", ...there], { kubeconfig });
  assert.ok(!stdout.includes("\x1b"));
});

Deno.test("--color wants one of three words", async () => {
  const { code, stderr } = await apprepo(["list", ...there, "--color=loud"], { kubeconfig });
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^error: invalid argument "loud" for "--color" flag: must be auto, always or never\n/,
  );
});

test("for who listens there are sentences, and nothing is drawn again", async () => {
  await using terminal = await open(120);
  const list = await terminal.see(line("list --plain"), { joined: true });
  assert.match(list, /^NAME: bad\. TYPE: helm\. URL: \S+\. LAST-SYNC: \w+\. RESULT: failed\./m);
  const wait = await terminal.see(`APPREPO_ACCESSIBLE=1 ${line("refresh good --wait")}`);
  assert.match(wait, /^apprepository\.kubeapps\.com\/good: sync Job \S+ is running$/m);
  assert.match(wait, /^apprepository\.kubeapps\.com\/good synced/m);
  const status = await terminal.see(line("status good --plain"), { joined: true });
  assert.match(status, /^ {2}JOB: \S+\. WHY: \w+\. /m);
  const doctor = await terminal.see(line("doctor bad --plain"), { joined: true });
  assert.match(
    doctor,
    /^REPOSITORY: FAIL\. 1 error.*\.\nARD402: FAIL\. The last sync of \S+ failed\.\nSEEN: .*\.\n(SEEN: .*\.\n)*WHY: .*\.\n(NOTE: .*\.\n)?FIX: kubectl /m,
  );
});

test("Ctrl-C leaves a clean screen, and says what goes on", async () => {
  await using terminal = await open(80);
  await terminal.type(`clear; ${line("refresh stuck --wait")}; echo "[end $?]"`);
  await terminal.until(/^ {2}stuck +running/m);
  await terminal.press("C-c");
  await terminal.until(/^\[end 130\]$/m);
  const screen = await terminal.screen();
  assert.match(screen, /^Interrupted: 1 sync goes on$/m);
  assert.doesNotMatch(screen, /^ {2}stuck/m);
});

test("status --watch draws in place, and its last state stays", async () => {
  await using terminal = await open(100);
  await terminal.type(`clear; ${line("status good --until=idle --watch")}; echo "[end $?]"`);
  const screen = await terminal.until(/^\[end 0\]$/m);
  assert.equal(screen.match(/^Name: /gm)?.length, 1, screen);
});
