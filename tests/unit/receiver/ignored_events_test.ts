import assert from "node:assert/strict";
import { IgnoredEvents } from "../../../src/receiver/ignored_events.ts";

function matches(patterns: string[], body: unknown): boolean {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new IgnoredEvents(patterns).matches({ body: new TextEncoder().encode(text) });
}

Deno.test("IgnoredEvents matches Harbor's types, in CloudEvents too", () => {
  assert.ok(matches(["PULL_ARTIFACT"], { type: "PULL_ARTIFACT" }));
  assert.ok(matches(["PULL_ARTIFACT"], { specversion: "1.0", type: "harbor.artifact.pulled" }));
  assert.ok(matches(["SCANNING_*"], { type: "SCANNING_COMPLETED" }));
  assert.ok(matches(["SCANNING_*"], { type: "harbor.scan.failed" }));
  assert.ok(matches(["PUSH_ARTIFACT", "quota_*"], { type: "QUOTA_EXCEED" }));
  assert.ok(matches(["harbor.artifact.*"], { type: "harbor.artifact.pulled" }));
});

Deno.test("IgnoredEvents takes what it does not know for sure as a reason to refresh", () => {
  const others = [
    { type: "PUSH_ARTIFACT" },
    { type: "PULL_ARTIFACT_LATER" },
    { type: ["PULL_ARTIFACT"] },
    { event: { type: "PULL_ARTIFACT" } },
    "PULL_ARTIFACT",
    '{"type":"PULL_ARTIFACT"',
    "",
    "null",
  ];
  for (const body of others) assert.ok(!matches(["PULL_ARTIFACT"], body));
  assert.ok(!matches(["a.b"], { type: "axb" }), "a dot is a dot");
  const bytes = Uint8Array.from('{"type":"PULL_ARTIFACT","x":"\xff"}', (c) => c.charCodeAt(0));
  assert.ok(!new IgnoredEvents(["PULL_ARTIFACT"]).matches({ body: bytes }), "it is no UTF-8");
});
