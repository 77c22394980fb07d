import assert from "node:assert/strict";
import { parseSelection, type SelectionValues } from "../../../../src/cli/flags/selection.ts";
import { UsageError } from "../../../../src/cli/usage_error.ts";

const everything = { labelSelector: undefined, fieldSelector: undefined, allNamespaces: false };

const selections: readonly (readonly [string, SelectionValues, object])[] = [
  ["a", {}, { kind: "names", names: ["a"] }],
  ["a b a", {}, { kind: "names", names: ["a", "b"] }],
  ["apprepo a b", {}, { kind: "names", names: ["a", "b"] }],
  ["apprepositories.kubeapps.com a", {}, { kind: "names", names: ["a"] }],
  ["apprepository.v1alpha1.kubeapps.com a", {}, { kind: "names", names: ["a"] }],
  ["AppRepos a", {}, { kind: "names", names: ["a"] }],
  ["apprepo/a apprepositories/a apprepos.kubeapps.com/b", {}, { kind: "names", names: ["a", "b"] }],
  ["apprepo/apprepo", {}, { kind: "names", names: ["apprepo"] }],
  ["a apprepo", {}, { kind: "names", names: ["a", "apprepo"] }],
  ["", { all: true }, { kind: "list", ...everything }],
  ["apprepos", { all: true }, { kind: "list", ...everything }],
  ["", { all: true, allNamespaces: true }, { kind: "list", ...everything, allNamespaces: true }],
  ["", { selector: "a=b" }, { kind: "list", ...everything, labelSelector: "a=b" }],
  ["", { fieldSelector: "metadata.name=a" }, {
    kind: "list",
    ...everything,
    fieldSelector: "metadata.name=a",
  }],
  ["", { filename: ["a.yaml", "-"] }, {
    kind: "files",
    files: ["a.yaml", "-"],
    recursive: false,
    kustomization: undefined,
  }],
];

for (const [words, values, expected] of selections) {
  Deno.test(`parseSelection() reads "${words}" with ${JSON.stringify(values)}`, () => {
    assert.deepEqual(parseSelection(split(words), values), expected);
  });
}

const wrong: readonly (readonly [string, SelectionValues, RegExp])[] = [
  ["", {}, /^one or more AppRepositories must be specified/],
  ["apprepo", {}, /^resource\(s\) were provided, but no name was specified$/],
  ["", { all: true, selector: "a" }, /^cannot set --all and --selector at the same time$/],
  [
    "",
    { all: true, fieldSelector: "a" },
    /^cannot set --all and --field-selector at the same time$/,
  ],
  ["a", { selector: "a" }, /^name cannot be provided when a selector is specified$/],
  ["apprepo a", { all: true }, /^selectors and the all flag cannot be used when passing/],
  ["a", { allNamespaces: true }, /^a resource cannot be retrieved by name across all namespaces$/],
  ["", { allNamespaces: true }, /--all-namespaces needs/],
  ["", { recursive: true }, /^--recursive needs --filename/],
  ["", { filename: ["f"], kustomize: "k" }, /^only one of -f or -k can be specified$/],
  ["a", { kustomize: "k" }, /^when paths, URLs, or stdin is provided as input/],
  ["", { kustomize: "k", all: true }, /can't be combined with --filename/],
  ["a", { filename: ["f"] }, /^when paths, URLs, or stdin is provided as input/],
  ["", { filename: ["f"], all: true }, /can't be combined with --filename/],
  ["", { filename: ["f"], allNamespaces: true }, /can't be combined with --filename/],
  ["apprepo apprepo/a", {}, /^there is no need to specify a resource type as a separate argument/],
  ["apprepo/a/b", {}, /may not have more than one slash$/],
  ["apprepo/", {}, /^arguments in resource\/name form must have a single resource and name$/],
  ["/a", {}, /^arguments in resource\/name form must have a single resource and name$/],
  ["pods/a", {}, /works on apprepositories.kubeapps.com, not on "pods"$/],
  ["..", {}, /^invalid resource name "\.\.": \[may not be '\.\.'\]$/],
  ["a%2fb", {}, /^invalid resource name "a%2fb": \[may not contain '%'\]$/],
];

for (const [words, values, message] of wrong) {
  Deno.test(`parseSelection() refuses "${words}" with ${JSON.stringify(values)}`, () => {
    assert.throws(() => parseSelection(split(words), values), (error: Error) => {
      assert(error instanceof UsageError);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("parseSelection() refuses an empty name, which would mean the whole list", () => {
  assert.throws(() => parseSelection([""], {}), new UsageError("resource name may not be empty"));
});

function split(words: string): string[] {
  return words.split(" ").filter((word) => word !== "");
}
