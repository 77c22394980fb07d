import assert from "node:assert/strict";
import { flags, limitFlags } from "../../../src/cli/commands/serve.ts";
import { flagName } from "../../../src/cli/flags.ts";

const page = await Deno.readTextFile(new URL("../../../docs/serve.md", import.meta.url));

Deno.test("docs/serve.md has a row for each limit, with its default", () => {
  const rows = [...page.matchAll(/^\| `--(\S+)` +\| (\S+) +\|/gm)];
  assert.deepEqual(
    rows.map(([, name, fallback]) => [name, fallback]),
    Object.entries(limitFlags).map(([key, flag]) => [flagName(key), String(flag.fallback)]),
  );
});

Deno.test("docs/serve.md names no flag that serve does not have", () => {
  const known = new Set(Object.keys(flags).map(flagName));
  const commands = page.replaceAll(
    /kubectl (create|get|apply|apprepo webhook-url)\b.*(\\\n.*)*/g,
    "",
  )
    .replaceAll(/npx deno task .*/g, "");
  for (const [, name] of commands.matchAll(/--([a-z][a-z-]+)/g)) {
    if (name !== "check") assert.ok(known.has(name!), `--${name}`);
  }
});
