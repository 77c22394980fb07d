import assert from "node:assert/strict";
import type { TokenValues } from "../../../../../src/cli/verbs/token/flags.ts";
import type { CommandContext } from "../../../../../src/cli/context.ts";
import { parseTokenConfig } from "../../../../../src/cli/verbs/token/config.ts";

const context = { host: {} } as CommandContext;

function parse(values: Partial<TokenValues>) {
  const fallbacks = { check: false, dropOld: false, keepOld: false, rotate: false, dryRun: "none" };
  return parseTokenConfig(context, { ...fallbacks, ...values } as TokenValues);
}

Deno.test("parseTokenConfig() knows what is asked for", () => {
  assert.deepEqual(parse({}), { task: { kind: "print" }, format: "raw", dryRun: "none" });
  assert.deepEqual(parse({ duration: "720h" }).task, { kind: "fresh", seconds: 2_592_000 });
  assert.deepEqual(parse({ rotate: true, keepOld: true }).task, { kind: "rotate", keepOld: true });
  assert.equal(parse({ output: "header" }).format, "header");
});

Deno.test("parseTokenConfig() refuses what makes no sense", () => {
  const cases: [Partial<TokenValues>, RegExp][] = [
    [{ rotate: true, dropOld: true }, /--drop-old and --rotate can't be combined/],
    [{ check: true, duration: "1h" }, /--check and --duration can't be combined/],
    [{ keepOld: true }, /--keep-old needs --rotate/],
    [{ dryRun: "server" }, /--dry-run needs --rotate or --drop-old/],
    [{ output: "yaml" }, /unable to match a printer .* allowed formats are: header,json/],
    [{ output: "header", check: true }, /--check prints no token/],
    [{ output: "json", dropOld: true }, /--drop-old prints no token/],
    [{ duration: "1.5s" }, /--duration wants a length of time in whole seconds/],
    [{ duration: "0" }, /--duration wants/],
    [{ duration: "soon" }, /--duration wants/],
  ];
  for (const [values, message] of cases) assert.throws(() => parse(values), message);
});
