import assert from "node:assert/strict";
import { Silence } from "../../../../src/apprepo/refresh/silence.ts";
import { ApiError, ConnectionError } from "../../../../src/kube/api/errors.ts";

const late = new ConnectionError("late", { kind: "timeout", sent: true });

Deno.test("Silence gives up once a minute has passed without an answer", () => {
  const clock = { time: 0, now: () => clock.time };
  const silence = new Silence(clock);
  clock.time = 59_000;
  silence.note(late);
  silence.check();
  clock.time = 61_000;
  // What it throws itself is noted like any other failure, and must not end it.
  for (let times = 0; times < 3; times++) {
    try {
      silence.check();
      assert.fail("it did not give up");
    } catch (error) {
      assert.match(String(error), /not tried: the server has not answered for 61s/);
      silence.note(error);
    }
  }
});

Deno.test("Silence ends with any answer, a refusal too", () => {
  const clock = { time: 0, now: () => clock.time };
  const silence = new Silence(clock);
  silence.note(late);
  clock.time = 61_000;
  silence.note(new ApiError(403, {}));
  silence.check();
  silence.note(late);
  clock.time = 120_000;
  silence.check();
});

Deno.test("Silence is none where nothing failed, however long it took", () => {
  const clock = { time: 0, now: () => clock.time };
  const silence = new Silence(clock);
  clock.time = 600_000;
  silence.check();
});
