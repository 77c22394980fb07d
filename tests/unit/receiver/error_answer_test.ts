import assert from "node:assert/strict";
import { OutcomeUnknown } from "../../../src/apprepo/refresh/refresh.ts";
import { ApiError, ConnectionError } from "../../../src/kube/api/errors.ts";
import { NotAnonymousError } from "../../../src/receiver/anonymous_check.ts";
import { DeadlineError, errorAnswer } from "../../../src/receiver/error_answer.ts";

function shown(error: unknown) {
  const { code, headers, body } = errorAnswer(error, "east");
  return { code, headers, status: JSON.parse(new TextDecoder().decode(body)) };
}

Deno.test("errorAnswer() passes on the API server's Status with its code and Retry-After", () => {
  const status = { kind: "Status", message: "no", reason: "Conflict", details: { name: "a" } };
  const { code, status: sent } = shown(new ApiError(409, status));
  assert.deepEqual([code, sent.message, sent.reason, sent.details, sent.code], [
    409,
    "no",
    "Conflict",
    { name: "a" },
    409,
  ]);
  assert.equal(shown(new ApiError(429, status, 7)).headers["retry-after"], "7");
});

Deno.test("errorAnswer() never answers a redirect", () => {
  const { code, headers } = shown(new ApiError(302, { message: "to https://10.0.0.1/" }));
  assert.equal(code, 502);
  assert.ok(!("location" in headers));
});

Deno.test("errorAnswer() says that Kubeapps' definition is missing", () => {
  const missing = new ApiError(404, { reason: "NotFound", message: "could not find" });
  assert.match(shown(missing).status.message, /apprepositories\.kubeapps\.com.* is not installed/);
});

Deno.test("errorAnswer() tells why the API server can't be reached, but not where it is", () => {
  const kinds = ["refused", "unknown-host", "tls", "broken", "garbled", "proxy"] as const;
  for (const kind of kinds) {
    const { code, status } = shown(new ConnectionError("10.0.0.1", { kind, sent: false }));
    assert.equal(code, 502);
    assert.match(status.message, /"east" could not be reached: \w+/);
    assert.ok(!status.message.includes("10.0.0.1"));
  }
  const timeout = new ConnectionError("10.0.0.1", { kind: "timeout", sent: true });
  for (const error of [timeout, new DeadlineError(), new OutcomeUnknown(timeout)]) {
    assert.equal(shown(error).code, 504);
  }
  assert.equal(shown(new NotAnonymousError("admin")).code, 503);
  assert.ok(!shown(new NotAnonymousError("admin")).status.message.includes("admin"));
});

Deno.test("errorAnswer() gives back what is a mistake of its own", () => {
  assert.throws(() => errorAnswer(new TypeError("mistake"), "east"), TypeError);
  assert.equal(shown(new RangeError("resyncRequests is 1e99")).code, 422);
});
