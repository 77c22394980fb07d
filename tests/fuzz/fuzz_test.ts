// A short run of the fuzzer; tests/fuzz/main.ts is the long one. APPREPO_FUZZ_RUNS and
// APPREPO_FUZZ_SEED say how long, and which chance; without a seed it is another one each time.

import assert from "node:assert/strict";
import { caseMakers } from "./case_makers.ts";
import { describe } from "./describe.ts";
import { fuzz } from "./fuzz.ts";

const runs = Number(Deno.env.get("APPREPO_FUZZ_RUNS") ?? 200);
const seed = Number(Deno.env.get("APPREPO_FUZZ_SEED") ?? Date.now() % 1_000_000);

for (const kind of Object.keys(caseMakers)) {
  Deno.test(`refresh ends in one clear line with ${runs} odd ${kind}, seed ${seed}`, async () => {
    const failures = await fuzz(kind, seed, runs);
    const texts = await Promise.all(failures.map((failure) => describe(kind, seed, failure)));
    assert.equal(texts.join("\n"), "");
  });
}
