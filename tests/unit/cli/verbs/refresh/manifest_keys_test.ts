import assert from "node:assert/strict";
import { readManifestKeys } from "../../../../../src/cli/verbs/refresh/manifest_keys.ts";
import { FileError } from "../../../../../src/host.ts";

const repository = "apiVersion: kubeapps.com/v1alpha1\nkind: AppRepository\nmetadata: {name: ";

function keysOf(files: Record<string, string>, enforced?: string, stdin = "") {
  const host = {
    stdin: { isTerminal: false, readText: () => Promise.resolve(stdin) },
    files: {
      readText(path: string) {
        if (path === "folder") {
          throw new FileError(path, "directory", "read folder: is a directory");
        }
        const text = files[path];
        if (text === undefined) throw new FileError(path, "missing", `open ${path}`);
        return Promise.resolve(text);
      },
      modifiedAt: () => Promise.resolve(undefined),
    },
  };
  const names = Object.keys(files).length > 0 ? Object.keys(files) : ["-"];
  return readManifestKeys(host, names, { fallback: "here", enforced });
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

Deno.test("readManifestKeys() reads stdin", async () => {
  assert.deepEqual(await keysOf({}, undefined, `${repository}a}`), [{
    namespace: "here",
    name: "a",
  }]);
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

Deno.test("readManifestKeys() names a file that is not there, a folder, a URL", async () => {
  const host = { readText: () => Promise.reject(new FileError("x", "missing", "open x")) };
  const stdin = { isTerminal: false, readText: () => Promise.resolve("") };
  const files = { ...host, modifiedAt: () => Promise.resolve(undefined) };
  const namespaces = { fallback: "a" };
  await assert.rejects(readManifestKeys({ stdin, files }, ["x"], namespaces), {
    message: 'the path "x" does not exist',
  });
  await assert.rejects(readManifestKeys({ stdin, files }, ["https://a/b"], namespaces), {
    message: /not URLs: curl https:\/\/a\/b/,
  });
  await assert.rejects(keysOf({ folder: "" }), { message: /"folder" is a folder$/ });
});
