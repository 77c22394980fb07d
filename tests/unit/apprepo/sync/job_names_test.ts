import assert from "node:assert/strict";
import { cronJobName, cronJobNames, jobPrefixes } from "../../../../src/apprepo/sync/job_names.ts";

/** Seen in clusters where Kubeapps' own controller ran, or made by its Go function. */
const rows: readonly (readonly [namespace: string, name: string, expected: string])[] = [
  ["team-a", "internal", "apprepo-team-a-sync-internal"],
  ["team-a", "r".repeat(60), "apprepo-team-a-sync-rrrrrrrr-1710626601"],
  ["kubeapps", "n".repeat(19), `apprepo-kubeapps-sync-${"n".repeat(19)}`],
];

for (const [namespace, name, expected] of rows) {
  Deno.test(`cronJobName() of ${namespace}/${name}`, () => {
    assert.equal(cronJobName({ namespace, name }), expected);
  });
}

Deno.test("jobPrefixes() has the whole name, which older controllers use", () => {
  assert.deepEqual(jobPrefixes({ namespace: "a", name: "b" }), ["apprepo-a-sync-b-"]);
  const name = "r".repeat(20);
  assert.equal(jobPrefixes({ namespace: "a", name })[1], `apprepo-a-sync-${name}-`);
  assert.equal(cronJobNames({ namespace: "a", name })[1], `apprepo-a-sync-${name}`);
});

Deno.test("jobPrefixes() ends where the API server cuts a name to make room for its own part", () => {
  const [, whole = ""] = jobPrefixes({ namespace: "a", name: "r".repeat(60) });
  assert.equal(whole, `apprepo-a-sync-${"r".repeat(43)}`);
});
