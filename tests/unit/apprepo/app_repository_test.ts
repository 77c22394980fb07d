import assert from "node:assert/strict";
import {
  type AppRepository,
  isAppRepositoryType,
  raised,
} from "../../../src/apprepo/app_repository.ts";

Deno.test("isAppRepositoryType() knows every word for the type, and no other", () => {
  for (const word of ["apprepo", "apprepos", "apprepository", "AppRepositories"]) {
    for (const suffix of ["", ".kubeapps.com", ".v1alpha1.kubeapps.com"]) {
      assert.equal(isAppRepositoryType(word + suffix), true, word + suffix);
    }
  }
  for (const word of ["pods", "apprepo.example.com", "kubeapps.com", "my-repo", ""]) {
    assert.equal(isAppRepositoryType(word), false, word);
  }
});

Deno.test("raised() adds one, takes absent and null for 0, and keeps every other field", () => {
  const repository: AppRepository = {
    metadata: { name: "a", labels: { b: "c" } },
    spec: { url: "u", unknown: { deep: [1] }, resyncRequests: 4 },
    status: { status: "" },
  };
  const next = raised(repository);
  assert.deepEqual(next, {
    ...repository,
    apiVersion: "kubeapps.com/v1alpha1",
    kind: "AppRepository",
    spec: { url: "u", unknown: { deep: [1] }, resyncRequests: 5 },
  });
  assert.equal(repository.spec?.resyncRequests, 4);
  for (const spec of [undefined, {}, { resyncRequests: null }]) {
    assert.equal(raised({ metadata: {}, spec }).spec?.resyncRequests, 1);
  }
});

Deno.test("raised() refuses a counter that it can't raise by exactly one", () => {
  for (const value of ["1", 1.5, Number.MAX_SAFE_INTEGER, { rawJSON: "9223372036854775807" }]) {
    const repository = { metadata: { name: "a" }, spec: { resyncRequests: value as number } };
    assert.throws(() => raised(repository), RangeError);
  }
});
