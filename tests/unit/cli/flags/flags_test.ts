import assert from "node:assert/strict";
import {
  boolean,
  integer,
  list,
  parseFlags,
  text,
  textOr,
  texts,
} from "../../../../src/cli/flags/flags.ts";
import { FlagError } from "../../../../src/cli/usage_error.ts";

const flags = {
  all: boolean("a"),
  allNamespaces: boolean("A", { shorthand: "A" }),
  asGroup: texts("g"),
  dryRun: textOr("none", "d", { bareValue: "unchanged" }),
  filename: list("f", { shorthand: "f" }),
  namespace: text("n", { shorthand: "n" }),
  output: text("o", { shorthand: "o" }),
  v: integer(0, "v", { shorthand: "v" }),
  wait: boolean("w"),
};

const given: readonly (readonly [words: string, names: string[], values: object])[] = [
  ["my-repo", ["my-repo"], {}],
  ["-n=ns a", ["a"], { namespace: "ns" }],
  ["-nns a", ["a"], { namespace: "ns" }],
  ["-n ns a", ["a"], { namespace: "ns" }],
  ["--namespace=ns a", ["a"], { namespace: "ns" }],
  ["a --namespace ns b", ["a", "b"], { namespace: "ns" }],
  ["-n= a", ["a"], { namespace: "=" }],
  ["--namespace= a", ["a"], { namespace: undefined }],
  ["-n -A", [], { namespace: "-A" }],
  ["-o=jsonpath={.a=b}", [], { output: "jsonpath={.a=b}" }],
  ["-v=6 -v7", [], { v: 7 }],
  ["--wait=false --wait", [], { wait: true }],
  ["--wait --wait=false", [], { wait: false }],
  ["--all=T", [], { all: true }],
  ["--dry-run my-repo", ["my-repo"], { dryRun: "unchanged" }],
  ["--dry-run=server my-repo", ["my-repo"], { dryRun: "server" }],
  ["--dry_run=server", [], { dryRun: "server" }],
  ["-An ns", [], { allNamespaces: true, namespace: "ns" }],
  ["-A=false", [], { allNamespaces: false }],
  ["-f a,b -f c", [], { filename: ["a", "b", "c"] }],
  ["-f -", [], { filename: ["-"] }],
  ["--as-group a,b --as-group c", [], { asGroup: ["a,b", "c"] }],
  ["--namespace one -- --all -x", ["--all", "-x"], { namespace: "one" }],
  ["-", ["-"], {}],
];

for (const [words, names, values] of given) {
  Deno.test(`parseFlags() reads ${words}`, () => {
    const parsed = parseFlags(flags, words.split(" "));
    assert.deepEqual(parsed.names, names);
    const { values: none } = parseFlags(flags, []);
    assert.deepEqual(parsed.values, { ...none, ...values });
  });
}

const wrong: readonly (readonly [words: string, message: string])[] = [
  ["--namespce x", "unknown flag: --namespce"],
  ["--al", "unknown flag: --al"],
  ["-x", "unknown shorthand flag: 'x' in -x"],
  ["-Ax", "unknown shorthand flag: 'x' in -x"],
  ["-n", "flag needs an argument: 'n' in -n"],
  ["-An", "flag needs an argument: 'n' in -n"],
  ["--namespace", "flag needs an argument: --namespace"],
  ["--=x", "bad flag syntax: --=x"],
  ["---x", "bad flag syntax: ---x"],
  [
    "--all=x",
    'invalid argument "x" for "--all" flag: strconv.ParseBool: parsing "x": invalid syntax',
  ],
  [
    "-A=x",
    'invalid argument "x" for "-A, --all-namespaces" flag: strconv.ParseBool: parsing "x": invalid syntax',
  ],
  [
    "-v x",
    'invalid argument "x" for "-v, --v" flag: strconv.ParseInt: parsing "x": invalid syntax',
  ],
];

for (const [words, message] of wrong) {
  Deno.test(`parseFlags() refuses ${words}`, () => {
    assert.throws(() => parseFlags(flags, words.split(" ")), new FlagError(message));
  });
}

Deno.test("parseFlags() sees that help is asked for, but not as the value of a flag", () => {
  assert.equal(parseFlags(flags, ["a", "-h"]).help, true);
  assert.equal(parseFlags(flags, ["--help", "--nonsense"]).help, true);
  assert.equal(parseFlags(flags, ["-n", "-h"]).help, false);
});
