import assert from "node:assert/strict";
import { webhookLabel } from "../../../../../src/apprepo/webhook/settings/label.ts";

function label(namespace: string, name: string, cluster = "default"): string {
  return webhookLabel({ cluster, namespace, name });
}

const long = "r".repeat(60);

/** Each row's names look alike as soon as what separates them, or their end, is gone. */
const alike: Readonly<Record<string, readonly string[]>> = {
  "a dash on either side": [label("team", "a-b"), label("team-a", "b")],
  "a dot and a dash": [label("team", "my.repo"), label("team", "my-repo")],
  "dots at other places": [label("team", "a.b-c"), label("team", "a-b.c"), label("team", "a.b.c")],
  "ends that are cut off": [label("team", `${long}a`), label("team", `${long}b`)],
  "a namespace as long as can be": [label("n".repeat(63), "a"), label("n".repeat(63), "b")],
  "clusters": [label("team", "a"), label("team", "a", "second")],
};

for (const [what, labels] of Object.entries(alike)) {
  Deno.test(`webhookLabel() tells apart ${what}`, () => {
    assert.equal(new Set(labels).size, labels.length);
    // What also stays apart without its dashes, as Azure wants it.
    assert.equal(new Set(labels.map((text) => text.replaceAll("-", ""))).size, labels.length);
    for (const text of labels) {
      assert.match(text, /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*-[0-9a-f]{8}$/);
      assert(text.length <= 49, text);
    }
  });
}

Deno.test("webhookLabel() is the same each time, and can be read", () => {
  assert.equal(label("team-a", "my.repo"), label("team-a", "my.repo"));
  assert.match(label("team-a", "my.repo"), /^team-a-my-repo-/);
});
