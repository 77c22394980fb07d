// The long run: main.ts [RUNS [SEED]]. Each failure can be repeated with what is printed for it.

import { caseMakers } from "./case_makers.ts";
import { fuzz } from "./fuzz.ts";
import { describe } from "./describe.ts";

const runs = Number(Deno.args[0] ?? Deno.env.get("APPREPO_FUZZ_RUNS") ?? 10_000);
const seed = Number(Deno.args[1] ?? Deno.env.get("APPREPO_FUZZ_SEED") ?? Date.now() % 1_000_000);
let failed = 0;
for (const kind of Object.keys(caseMakers)) {
  console.log(`${kind}: ${runs} runs with seed ${seed}`);
  const failures = await fuzz(kind, seed, runs, (done) => {
    if (done % 1_000 === 0 && done > 0) console.log(`${kind}: ${done} done`);
  });
  for (const failure of failures) console.error(await describe(kind, seed, failure));
  console.log(`${kind}: ${runs - failures.length} passed, ${failures.length} failed`);
  failed += failures.length;
}
Deno.exit(failed === 0 ? 0 : 1);
