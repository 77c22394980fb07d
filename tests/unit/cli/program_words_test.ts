import assert from "node:assert/strict";
import { connectionFlags } from "../../../src/cli/flags/connection_flags.ts";
import { type FlagDefinitions, flagName } from "../../../src/cli/flags/flags.ts";
import { commandAt, takingNext } from "../../../src/cli/program_words.ts";

Deno.test("takingNext has the connection flags that take a value, and no others", () => {
  const flags = Object.entries(connectionFlags as FlagDefinitions).filter(([, { bareValue }]) =>
    bareValue === undefined
  );
  const words = flags.flatMap(([key, { shorthand }]) => [
    `--${flagName(key)}`,
    ...shorthand ? [`-${shorthand}`] : [],
  ]);
  assert.deepEqual([...takingNext].sort(), words.sort());
});

const lines: readonly [line: string, name: string | undefined, rest: string][] = [
  ["refresh a", "refresh", "a"],
  ["-n harbor refresh a", "refresh", "-n harbor a"],
  ["--context list status a", "status", "--context list a"],
  ["--yes grant a", "grant", "--yes a"],
  ["--unknown x list", "list", "--unknown x"],
  ["-n hook refresh a", "refresh", "-n hook a"],
  ["--context hook status a", "status", "--context hook a"],
  ["hook create a", "hook create", "a"],
  ["hook -n rotate delete a", "hook delete", "-n rotate a"],
  ["hook -A list", "hook list", "-A"],
  ["refresh hook", "refresh", "hook"],
  ["harbor apply a", "harbor apply", "a"],
  ["harbor -n apply delete a", "harbor delete", "-n apply a"],
  ["-n team-a harbor --yes apply a", "harbor apply", "-n team-a --yes a"],
  ["harbor", "harbor", ""],
  ["harbor --help", "harbor", "--help"],
  ["harbor nope a", "harbor nope", "a"],
  ["-- harbor apply", "harbor apply", "--"],
  ["-h", undefined, "-h"],
];

for (const [line, name, rest] of lines) {
  Deno.test(`commandAt() finds ${name} in: ${line}`, () => {
    const found = commandAt(line.split(" "));
    assert.deepEqual([found.name, found.rest.join(" ")], [name, rest]);
  });
}
