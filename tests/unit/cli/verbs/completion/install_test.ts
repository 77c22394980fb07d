import assert from "node:assert/strict";
import { run } from "../../../../../src/cli/run.ts";
import type { Program } from "../../../../../src/host.ts";
import { FakeHost, type FakeHostOptions } from "../../../support/fake_host.ts";

/** A machine with krew's folder in PATH, where ln and rm do what they do. */
function machine(options: FakeHostOptions = {}, code = 0): FakeHost {
  const host: FakeHost = new FakeHost({
    env: { PATH: "/usr/bin:/me/.krew/bin/" },
    files: { "/me/.krew/bin/kubectl-apprepo": "the program" },
    invokedAs: "/me/.krew/bin/kubectl-apprepo",
    exec(program) {
      if (code === 0) doIt(host, program);
      return { code, stdout: "" };
    },
    ...options,
  });
  return host;
}

function doIt(host: FakeHost, { command, args, env }: Program): void {
  if (command === "ln") host.files.link(args.at(-1)!, args.at(-2)!);
  if (command === "rm") host.files.remove(args.at(-1)!);
  if (command !== "powershell.exe") return;
  if (args.at(-1)!.includes("Write")) host.files.write(env.COMPLETER!, env.COMMAND_FILE!);
  else host.files.remove(env.COMPLETER!);
}

const link = "/me/.krew/bin/kubectl_complete-apprepo";

Deno.test("completion install links to the program beside it, whatever version that is", async () => {
  const host = machine();
  assert.equal(await run(host, ["completion", "install"]), 0);
  assert.equal(await host.files.linkTarget(link), "kubectl-apprepo");
  assert.match(host.stdout.text, /^\/me\/\.krew\/bin\/kubectl_complete-apprepo installed\.\n/);
});

Deno.test("completion install does nothing the second time, and --uninstall takes it away", async () => {
  const host = machine();
  await run(host, ["completion", "install"]);
  assert.equal(await run(host, ["completion", "install"]), 0);
  assert.equal(host.programs.length, 1);
  assert.match(host.stdout.text, /is there already\./);
  assert.equal(await run(host, ["completion", "install", "--uninstall"]), 0);
  assert.equal(await host.files.linkTarget(link), undefined);
  assert.equal(await run(host, ["completion", "install", "--uninstall"]), 0);
  assert.match(host.stdout.text, /removed\.\n.*is not there\.\n$/);
});

Deno.test("completion install goes where the program was called from, if PATH has that", async () => {
  const files = { "/a/kubectl-apprepo": "", "/b/kubectl-apprepo": "" };
  const env = { PATH: "/a:/b" };
  const host = machine({ files, env, invokedAs: "/b/kubectl-apprepo" });
  await run(host, ["completion", "install"]);
  assert.equal(await host.files.linkTarget("/b/kubectl_complete-apprepo"), "kubectl-apprepo");
  const elsewhere = machine({ files, env, invokedAs: "/c/kubectl-apprepo" });
  await run(elsewhere, ["completion", "install"]);
  assert.equal(await elsewhere.files.linkTarget("/a/kubectl_complete-apprepo"), "kubectl-apprepo");
});

Deno.test("completion install refuses where the program is not in PATH", async () => {
  const host = machine({ env: { PATH: "/usr/bin:relative" }, files: {} });
  assert.equal(await run(host, ["completion", "install"]), 1);
  assert.match(host.stderr.text, /^error: kubectl-apprepo is in none of the folders of PATH/);
});

for (const words of [["completion", "install"], ["completion", "install", "--uninstall"]]) {
  Deno.test(`${words.join(" ")} leaves alone what is not ours`, async () => {
    const host = machine();
    host.files.write(link, "#!/bin/sh\n");
    assert.equal(await run(host, words), 1);
    assert.match(host.stderr.text, /is there, and does not lead to this program/);
    host.files.remove(link);
    host.files.link(link, "/opt/other");
    assert.equal(await run(host, words), 1);
    assert.equal(host.programs.length, 0);
  });
}

const brew = "/opt/homebrew/bin/kubectl_complete-apprepo";
const keg = "../Cellar/kubectl-apprepo/1.2.3/bin";

function homebrews(): FakeHost {
  const host = machine({
    env: { PATH: "/opt/homebrew/bin" },
    files: {
      "/opt/homebrew/bin/kubectl-apprepo": "",
      "/opt/homebrew/Cellar/kubectl-apprepo/1.2.3/bin/kubectl-apprepo": "",
    },
    invokedAs: "/opt/homebrew/bin/kubectl-apprepo",
  });
  host.files.link(brew, `${keg}/kubectl_complete-apprepo`);
  host.files.link(
    "/opt/homebrew/Cellar/kubectl-apprepo/1.2.3/bin/kubectl_complete-apprepo",
    "kubectl-apprepo",
  );
  return host;
}

function scoops(args: string): FakeHost {
  const shims = "C:\\Users\\me\\scoop\\shims";
  const program = "C:\\Users\\me\\scoop\\apps\\kubectl-apprepo\\current\\kubectl-apprepo.exe";
  return machine({
    os: "windows",
    env: { PATH: shims },
    files: {
      [`${shims}/kubectl-apprepo.exe`]: "",
      [`${shims}\\kubectl_complete-apprepo.exe`]: "",
      [`${shims}\\kubectl_complete-apprepo.shim`]: `path = "${program}"\r\nargs = ${args}\r\n`,
    },
    invokedAs: program,
  });
}

for (
  const [who, make] of [["Homebrew", homebrews], ["Scoop", () => scoops("__complete")]] as const
) {
  Deno.test(`completion install finds what ${who} put there, and leaves it there`, async () => {
    const host = make();
    assert.equal(await run(host, ["completion", "install"]), 0, host.stderr.text);
    assert.match(host.stdout.text, /kubectl_complete-apprepo(\.exe)? is there already\./);
    assert.equal(await run(host, ["completion", "install", "--uninstall"]), 1);
    assert.match(host.stderr.text, /belongs to what installed the program, and goes with it\n$/);
    assert.equal(host.programs.length, 0);
  });
}

Deno.test("completion install refuses links that lead elsewhere or round, and a shim of something else", async () => {
  const elsewhere = homebrews();
  elsewhere.files.link(brew, `${keg}/other`);
  const dead = homebrews();
  dead.files.link(brew, "/nowhere/kubectl-apprepo");
  const round = homebrews();
  round.files.link(brew, "kubectl_complete-apprepo");
  for (const host of [elsewhere, dead, round, scoops("version")]) {
    assert.equal(await run(host, ["completion", "install"]), 1);
    assert.match(host.stderr.text, /is there, and does not lead to this program/);
  }
});

Deno.test("completion install says where it may not write", async () => {
  const host = machine({}, 1);
  assert.equal(await run(host, ["completion", "install"]), 1);
  assert.match(
    host.stderr.text,
    /could not be changed in \/me\/\.krew\/bin: ln ended with exit code 1/,
  );
});

Deno.test("on Windows, completion install writes a command file beside the program, and takes it away", async () => {
  const file = "C:\\Tools\\kubectl_complete-apprepo.cmd";
  const host = machine({
    os: "windows",
    env: { Path: '"C:\\Windows";C:\\Tools\\' },
    files: { "C:\\Tools/kubectl-apprepo.exe": "", "C:\\Tools\\/kubectl-apprepo.exe": "" },
    invokedAs: "c:\\tools\\kubectl-apprepo.exe",
  });
  assert.equal(await run(host, ["completion", "install"]), 0, host.stderr.text);
  assert.equal(await host.files.readText(file), '@"%~dp0kubectl-apprepo.exe" __complete %*\r\n');
  assert.equal(await run(host, ["completion", "install"]), 0);
  assert.equal(host.programs.length, 1);
  assert.equal(await run(host, ["completion", "install", "--uninstall"]), 0);
  assert.equal(await host.files.modifiedAt(file), undefined);
});

const refused: readonly [words: readonly string[], said: RegExp][] = [
  [[], /^error: completion wants one of: bash, zsh, fish, powershell, install\n/],
  [["tcsh"], /not for "tcsh"/],
  [["bash", "zsh"], /^error: unexpected arguments: \[zsh\]/],
  [["bash", "--uninstall"], /--uninstall belongs to completion install/],
  [["install", "--nope"], /^error: unknown flag: --nope/],
];

for (const [words, said] of refused) {
  Deno.test(`completion ${words.join(" ")} is refused`, async () => {
    const host = machine();
    assert.equal(await run(host, ["completion", ...words]), 1);
    assert.match(host.stderr.text, said);
    assert.equal(host.stdout.text, "");
  });
}

for (const shell of ["bash", "zsh", "fish", "powershell"]) {
  Deno.test(`completion ${shell} prints a script that asks the program`, async () => {
    const host = machine();
    assert.equal(await run(host, ["completion", shell]), 0);
    assert.match(host.stdout.text, /kubectl-apprepo/);
    assert.match(host.stdout.text, / __complete /);
    assert.doesNotMatch(host.stdout.text, /\\\$\{/);
  });
}
