import assert from "node:assert/strict";
import { readManifestKeys } from "../../../../../src/cli/verbs/refresh/manifest_keys.ts";

const repository = "apiVersion: kubeapps.com/v1alpha1\nkind: AppRepository\nmetadata: {name: ";

async function keysOf(files: Record<string, string>, enforced?: string) {
  return (await read(files, { enforced })).keys;
}

function read(
  files: Record<string, string>,
  { enforced, isNamed = true }: { enforced?: string; isNamed?: boolean } = {},
) {
  async function* manifests() {
    for (const [name, text] of Object.entries(files)) yield { name, text, isNamed };
  }
  return readManifestKeys(manifests(), { fallback: "here", enforced });
}

Deno.test("readManifestKeys() takes several documents, Lists and JSON, each repository once", async () => {
  const list = JSON.stringify({
    apiVersion: "v1",
    kind: "List",
    items: [
      { apiVersion: "kubeapps.com/v1alpha1", kind: "AppRepository", metadata: { name: "c" } },
      { apiVersion: "kubeapps.com/v1alpha1", kind: "AppRepository", metadata: { name: "a" } },
    ],
  });
  const keys = await keysOf({
    "many.yaml": `---\n${repository}a}\n---\n---\n${repository}b, namespace: there}\n`,
    "list.json": list,
  });
  assert.deepEqual(keys, [
    { namespace: "here", name: "a" },
    { namespace: "there", name: "b" },
    { namespace: "here", name: "c" },
  ]);
});

Deno.test("readManifestKeys() passes over other kinds where they may stand beside", async () => {
  const files = {
    "a.yaml": `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n---\n${repository}a}`,
    "b.yaml": "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: ConfigMap}]",
  };
  const { keys, passedOver } = await read(files, { isNamed: false });
  assert.deepEqual([keys, passedOver], [[{ namespace: "here", name: "a" }], 2]);
  await assert.rejects(read({ "b.yaml": files["b.yaml"] }, { isNamed: false }), {
    message: "no objects passed to refresh",
  });
});

const wrong: readonly (readonly [string, string, RegExp, string?])[] = [
  ["nothing", "---\n", /^no objects passed to refresh$/],
  [
    "another kind",
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}",
    /^f: holds a Secret of apiVersion v1; only/,
  ],
  [
    "another group",
    "apiVersion: x.io/v1\nkind: AppRepository\nmetadata: {name: a}",
    /^f: holds a AppRepository of apiVersion x.io\/v1/,
  ],
  ["no name", `${repository}}`, /^f: the object has no metadata.name$/],
  ["no kind", "metadata: {}", /^f: the object has no kind$/],
  ["a list at the top", "- a", /^f: the document is a list, not a mapping$/],
  ["no YAML", "a: [", /^error parsing f: line \d+: /],
  [
    "a name that leaves its path",
    `${repository}"../x"}`,
    /^f: invalid resource name "..\/x": \[may/,
  ],
  [
    "a namespace that leaves its path",
    `${repository}x, namespace: ..}`,
    /^f: invalid namespace "\.\.": \[may not be '\.\.'\]$/,
  ],
  [
    "another namespace than -n",
    `${repository}a, namespace: there}`,
    /^the namespace from the provided object "there" does not match the namespace "here"/,
    "here",
  ],
];

for (const [what, text, message, enforced] of wrong) {
  Deno.test(`readManifestKeys() refuses ${what}`, async () => {
    await assert.rejects(keysOf({ f: text }, enforced), { name: "UsageError", message });
  });
}
