// docs/webhook-url.md has what the code has.

import assert from "node:assert/strict";
import { outcomes } from "../../../../src/apprepo/webhook/check/verdict.ts";
import { platforms } from "../../../../src/apprepo/webhook/settings/platforms.ts";

const page = new URL("../../../../docs/webhook-url.md", import.meta.url);

Deno.test("docs/webhook-url.md has a row for each platform and each outcome, and no other", async () => {
  const rows = (await Deno.readTextFile(page)).matchAll(/^\| `([\w-]+)` +\|/gm);
  const names = [...rows].map(([, name]) => name);
  assert.deepEqual(names, [...Object.keys(platforms), ...outcomes]);
});
