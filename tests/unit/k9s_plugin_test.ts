// deploy/k9s-plugin.yaml: what k9s asks of a plugin, and commands that the program takes.

import assert from "node:assert/strict";
import { load } from "js-yaml";
import { run } from "../../src/cli/run.ts";
import { FakeHost } from "./support/fake_host.ts";

interface Plugin {
  readonly shortCut: string;
  readonly description: string;
  readonly scopes: readonly string[];
  readonly command: string;
  readonly background: boolean;
  readonly args: readonly string[];
}

const root = new URL("../..", import.meta.url).pathname;
const page = await Deno.readTextFile(`${root}docs/k9s.md`);
const { plugins } = load(await Deno.readTextFile(`${root}deploy/k9s-plugin.yaml`)) as {
  plugins: Record<string, Plugin>;
};

/** What k9s puts in the place of its variables. */
const selected: Readonly<Record<string, string>> = {
  $NAME: "my-repo",
  $NAMESPACE: "team-a",
  $CONTEXT: "$(touch injected)",
};

for (const [name, plugin] of Object.entries(plugins)) {
  Deno.test(`k9s' ${name} calls a command that the program takes, and no shell reads what k9s fills in`, async () => {
    assert.deepEqual(Object.keys(plugin).sort(), [
      "args",
      "background",
      "command",
      "description",
      "scopes",
      "shortCut",
    ]);
    assert.deepEqual(plugin.scopes, ["apprepositories"]);
    const [flag, script, zero, ...words] = plugin.args;
    assert.deepEqual(
      [plugin.command, flag, script, zero],
      ["sh", "-c", 'kubectl apprepo "$@" 2>&1 | less -RK', "sh"],
    );
    const filled = words.map((word) => word.replace(/\$[A-Z]+$/, (known) => selected[known]!));
    assert.ok(filled.includes("--namespace=team-a") && filled.includes("my-repo"));
    const host = new FakeHost();
    const code = await run(host, [...filled, "-h"]);
    assert.deepEqual([code, host.stderr.text], [0, ""]);
  });
}

Deno.test("docs/k9s.md has a row for each key of the plugin, with its command", () => {
  const rows = [...page.matchAll(/^\| (Shift-\S) +\| `kubectl apprepo (.*?)` +\|/gm)];
  assert.deepEqual(
    rows.map(([, key, command]) => [key, command]),
    Object.values(plugins).map(({ shortCut, args }) => [
      shortCut,
      args.slice(3).filter((word) => !/=\$/.test(word)).join(" ").replace("$NAME", "NAME"),
    ]),
  );
});
