import assert from "node:assert/strict";
import { ApiError, ConnectionError } from "../../../src/kube/api/errors.ts";
import { checkAnonymous, NotAnonymousError } from "../../../src/receiver/anonymous_check.ts";

function review(username: string): unknown {
  return { status: { userInfo: { username } } };
}

function forbidden(user: string): ApiError {
  const message = `selfsubjectreviews is forbidden: User "${user}" cannot create resource`;
  return new ApiError(403, { message });
}

const unauthorized = new ApiError(401, {});

/** The check against a server that answers so without a token, and so with one. */
function check(without: unknown, wrong: unknown): Promise<void> {
  return checkAnonymous((token) => {
    const outcome = token === undefined ? without : wrong;
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
  });
}

Deno.test("checkAnonymous() takes an API server that knows nobody, whether it lets anonymous in", async () => {
  await check(unauthorized, unauthorized);
  await check(forbidden("system:anonymous"), unauthorized);
  await check(review("system:anonymous"), unauthorized);
});

Deno.test("checkAnonymous() refuses whoever is somebody without a token", async () => {
  for (const somebody of [review("admin"), forbidden("weak"), new ApiError(404, {}), {}]) {
    await assert.rejects(check(somebody, unauthorized), NotAnonymousError);
  }
  await assert.rejects(
    check(review("admin"), unauthorized),
    /without a token is taken for "admin"/,
  );
});

Deno.test("checkAnonymous() refuses whoever is somebody with a made-up token, anonymous too", async () => {
  const somebody = [review("admin"), review("system:anonymous"), forbidden("system:anonymous")];
  for (const outcome of somebody) {
    await assert.rejects(check(unauthorized, outcome), NotAnonymousError);
  }
});

Deno.test("checkAnonymous() lets errors through that say nothing of who it is", async () => {
  const lost = new ConnectionError("lost", { kind: "broken", sent: true });
  for (const error of [lost, new ApiError(500, {}), new ApiError(429, {})]) {
    await assert.rejects(check(error, unauthorized), error);
    await assert.rejects(check(unauthorized, error), error);
  }
});
