import assert from "node:assert/strict";
import { linesBeside } from "../../../../src/apprepo/sync/sync_end.ts";

Deno.test("linesBeside() leaves out a line that the message has already", () => {
  const line = "E1122 22:00:00.1 1 sync.go:1] refused [401]";
  assert.deepEqual(linesBeside({ message: "refused [401]", log: [line] }, 5), []);
  assert.deepEqual(linesBeside({ message: "other", log: [line] }, 5), [line]);
  assert.deepEqual(linesBeside({ log: [line] }, 5), [line]);
  assert.deepEqual(linesBeside({ message: "refused [401]", log: ["a", line] }, 5), ["a", line]);
  assert.deepEqual(linesBeside({ log: ["a", "b", "c"] }, 2), ["b", "c"]);
});
