import assert from "node:assert/strict";
import { flags, limitFlags } from "../../../../../src/cli/verbs/serve/flags.ts";
import { flagName } from "../../../../../src/cli/flags/flags.ts";

const page = await Deno.readTextFile(new URL("../../../../../docs/serve.md", import.meta.url));

Deno.test("docs/serve.md has a row for each limit, with its default", () => {
  const rows = [...page.matchAll(/^\| `--(\S+)` +\| (\S+) +\|/gm)];
  assert.deepEqual(
    rows.map(([, name, fallback]) => [name, fallback]),
    Object.entries(limitFlags).map(([key, flag]) => [flagName(key), String(flag.fallback)]),
  );
});

Deno.test("docs/serve.md names no flag that serve does not have", () => {
  const known = new Set(Object.keys(flags).map(flagName));
  const ofOthers = ["target", "check"].concat(
    ["from", "repository"], // of hook create
    ["platform", "raw", "flatten", "minify", "from-file", "reuse-values", "set"], // of docker, kubectl and helm
  );
  const named = [...page.matchAll(/--([a-z][a-z-]+)/g)].map(([, name]) => name!);
  for (const name of named) assert.ok(known.has(name) || ofOthers.includes(name), `--${name}`);
});
