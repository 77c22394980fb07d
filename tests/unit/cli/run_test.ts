import assert from "node:assert/strict";
import { run } from "../../../src/cli/run.ts";
import { ClosedOutputError } from "../../../src/host.ts";
import { FakeHost } from "../support/fake_host.ts";

async function result(...words: string[]) {
  const host = new FakeHost();
  const code = await run(host, words);
  return { code, stdout: host.stdout.text, stderr: host.stderr.text };
}

Deno.test("run() without a command shows help on stderr and exits 1, as kubectl's groups do", async () => {
  const { code, stdout, stderr } = await result();
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^Make Kubeapps sync .*\n\nCommands:\n {2}refresh +Make /);
});

for (const words of [["--help"], ["-h"], ["help"]]) {
  Deno.test(`run() answers ${words} on stdout`, async () => {
    const { code, stdout, stderr } = await result(...words);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^Make Kubeapps sync/);
  });
}

for (
  const words of [["refresh", "-h"], ["help", "refresh"], ["-h", "refresh"], [
    "refresh",
    "a",
    "--help",
  ]]
) {
  Deno.test(`run() shows the help of refresh for ${words}`, async () => {
    const { code, stdout, stderr } = await result(...words);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /Examples:\n {2}# Refresh one .*\n {2}kubectl apprepo refresh my-repo\n/);
    assert.match(stdout, /\nUsage:\n {2}kubectl apprepo refresh \(NAME/);
    assert.match(stdout, /\n {4}-n, --namespace='':\n/);
    for (const line of stdout.split("\n")) assert(line.length <= 100, line);
  });
}

Deno.test("run() names a command that there is none of, and those that are close", async () => {
  const { code, stdout, stderr } = await result("refesh", "my-repo");
  assert.deepEqual([code, stdout], [1, ""]);
  assert.equal(
    stderr,
    'error: unknown command "refesh" for "kubectl apprepo"\n\nDid you mean this?\n\trefresh\n\n',
  );
  assert.equal(
    (await result("constructor")).stderr,
    'error: unknown command "constructor" for "kubectl apprepo"\n',
  );
});

Deno.test("run() says where to find help after a misspelt flag", async () => {
  const { code, stderr } = await result("refresh", "--namespce=x", "my-repo");
  assert.equal(code, 1);
  assert.equal(
    stderr,
    "error: unknown flag: --namespce\nSee 'kubectl apprepo refresh --help' for usage.\n",
  );
});

const before: readonly (readonly [words: string, reached: string])[] = [
  ["-n team-a refresh --bogus", "refresh"],
  ["-nteam-a refresh --bogus", "refresh"],
  ["--all refresh --bogus", "refresh"],
  ["--all -A -l a=b refresh --bogus", "refresh"],
  ["--dry-run refresh x --bogus", "refresh"],
  ["-o json version --bogus", "version"],
];

for (const [words, reached] of before) {
  Deno.test(`run() finds the command in ${words}`, async () => {
    const { stderr } = await result(...words.split(" "));
    assert.equal(
      stderr,
      `error: unknown flag: --bogus\nSee 'kubectl apprepo ${reached} --help' for usage.\n`,
    );
  });
}

Deno.test("run() prints the version as text, json and yaml, and refuses other forms", async () => {
  assert.match(
    (await result("version")).stdout,
    /^kubectl-apprepo v\d+\.\d+\.\d+ \(\w+\/\w+, sources \w+, Deno [\d.]+\)\n$/,
  );
  const { version } = JSON.parse((await result("version", "-o", "json")).stdout);
  assert.equal((await result("version", "-oyaml")).stdout.includes(`version: ${version}\n`), true);
  const wrong = await result("version", "-o", "wide");
  assert.equal(wrong.code, 1);
  assert.match(
    wrong.stderr,
    /^error: unable to match a printer suitable for the output format "wide", allowed formats are: json,yaml\n$/,
  );
  assert.equal((await result("version", "now")).code, 1);
});

Deno.test("run() ends quietly with 141 when its output is closed", async () => {
  const host = new FakeHost();
  host.stdout.write = () => {
    throw new ClosedOutputError("closed");
  };
  assert.equal(await run(host, ["version"]), 141);
  assert.equal(host.stderr.text, "");
});

Deno.test("run() escapes what a terminal would obey", async () => {
  const { stderr } = await result("\x1b[31mred");
  assert(!stderr.includes("\x1b"), stderr);
});
