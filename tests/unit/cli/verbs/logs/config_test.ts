import assert from "node:assert/strict";
import { run } from "../../../../../src/cli/run.ts";
import { type LogsConfig, parseConfig } from "../../../../../src/cli/verbs/logs/config.ts";
import { logsSpec } from "../../../../../src/cli/verbs/logs/flags.ts";
import { parseFlags } from "../../../../../src/cli/flags/flags.ts";
import { FakeHost } from "../../../support/fake_host.ts";

function parse(words: readonly string[]): LogsConfig {
  const { names, values } = parseFlags(logsSpec.flags, words);
  return parseConfig(names, values);
}

const good: readonly (readonly [words: string[], expected: Partial<LogsConfig>])[] = [
  [["one"], { name: "one", runs: "newest", follow: false, tailLines: undefined }],
  [["apprepo/one", "-f"], { name: "one", follow: true }],
  [["apprepositories", "one", "-p"], { name: "one", previous: true }],
  [["one", "--tail=-1"], { tailLines: undefined }],
  [["one", "--tail", "0"], { tailLines: 0 }],
  [["one", "--tail=10", "--timestamps"], { tailLines: 10, timestamps: true }],
  [["one", "--since=0"], { sinceSeconds: undefined }],
  [["one", "--since=1m30s"], { sinceSeconds: 90 }],
  [["one", "--since=10ms"], { sinceSeconds: 1 }],
  [["one", "--all-runs"], { runs: "all" }],
  [["one", "--job=x", "--kubeapps-namespace=y"], { job: "x", kubeappsNamespace: "y" }],
];

for (const [words, expected] of good) {
  Deno.test(`logs ${words.join(" ")}`, () => {
    const config = parse(words);
    for (const [name, value] of Object.entries(expected)) {
      assert.equal(config[name as keyof LogsConfig], value, name);
    }
  });
}

const bad: readonly (readonly [words: string[], stderr: RegExp])[] = [
  [
    [],
    /^error: expected 'logs \(NAME \| TYPE\/NAME\)'\.\nNAME or TYPE\/NAME is a required argument/,
  ],
  [["one", "two"], /^error: logs takes one AppRepository, not 2\n/],
  [["pod/one"], /^error: this command works on apprepositories.kubeapps.com, not on "pod"\n/],
  [["one", "--tail=-2"], /^error: --tail must be greater than or equal to -1\n/],
  [
    ["one", "--tail=x"],
    /^error: invalid argument "x" for "--tail" flag: strconv.ParseInt: parsing "x": invalid syntax\n/,
  ],
  [["one", "--since=-5m"], /^error: --since must be greater than 0\n/],
  [
    ["one", "--since=x"],
    /^error: invalid argument "x" for "--since" flag: time: invalid duration "x"\n/,
  ],
  [["one", "--all-runs", "-f"], /^error: --all-runs and --follow can't be combined\n/],
  [["one", "--all-runs", "-p"], /^error: --all-runs and --previous can't be combined\n/],
  [["one", "--all-runs", "--job=x"], /^error: --all-runs and --job can't be combined\n/],
  [["one", "-f", "-p"], /^error: --follow and --previous can't be combined: what is previous/],
];

for (const [words, stderr] of bad) {
  Deno.test(`logs ${words.join(" ")} is refused`, async () => {
    const host = new FakeHost();
    assert.equal(await run(host, ["logs", ...words]), 1);
    assert.match(host.stderr.text, stderr);
    assert.equal(host.stdout.text, "");
  });
}
