import assert from "node:assert/strict";
import { readPlainYaml } from "../../../src/kube/plain_yaml.ts";
import { firstDocument } from "../../../src/kube/yaml_library.ts";

/** As `kubectl config` writes it. */
const kubeconfig = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==
    server: https://127.0.0.1:6443
  name: kind-kind
contexts:
- context:
    cluster: kind-kind
    namespace: "team"
    user: kind-kind
  name: arn:aws:eks:eu-west-1:1:cluster/x
current-context: kind-kind
kind: Config
preferences: {}
users:
- name: kind-kind
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      args:
      - eks
      - get-token
      command: aws
      env: null
      provideClusterInfo: false
    token: >-
      eyJhbGciOiJSUzI1NiJ9.eyJ4IjoxfQ.c2ln
`;

Deno.test("readPlainYaml() reads what kubectl writes", () => {
  const read = readPlainYaml(kubeconfig);
  assert.notEqual(read, undefined);
  assert.deepEqual(read, firstDocument(kubeconfig));
});

const left = [
  "",
  "# nothing",
  "a: 1",
  "a: yes",
  "y: a",
  "a: ~",
  "a: 10.0.0.1",
  "a: b c",
  "a: b # c",
  "a: b: c",
  "a: 'it''s'",
  'a: "\\n"',
  "a: &x b",
  "a: *x",
  "a: !!str b",
  "a: {b: c}",
  "a: [b]",
  "a: |\n  b",
  "a: >-\n  b\n  c",
  "a: >-\n  b c",
  "a:\n    b: c\n  d: e",
  "a: b\n  c: d",
  "-   a: b",
  "- - a",
  "-",
  "--- \na: b",
  "a: b\n---\nc: d",
  "a:\tb",
  "a: b\r\n",
  "a: \u00fc",
  "<<: a",
  "__proto__: a",
  '"a": b',
  "a : b",
  " a: b\nc: d",
  "a",
];
for (const text of left) {
  Deno.test(`readPlainYaml() leaves ${JSON.stringify(text)} to the library`, () => {
    assert.equal(readPlainYaml(text), undefined);
  });
}

/** Mulberry32: the same numbers in each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pieces = [
  "a",
  "b:",
  "c: ",
  "- ",
  "-",
  "  ",
  " ",
  "\n",
  "\n  ",
  "\n- ",
  "\n    ",
  ": ",
  "#",
  " #",
  '"',
  "'",
  "yes",
  "null",
  "~",
  "1",
  "0x1f",
  "1.5",
  "{}",
  "[]",
  "{",
  "}",
  "[",
  "]",
  "&a",
  "*a",
  "!!str",
  ">-",
  "|-",
  "|",
  ">",
  "\\",
  "---",
  "...",
  "?",
  "=",
  "<<",
  "%",
  "@",
  "`",
  ",",
  "true",
  "name: x",
  "A.b-c",
  "https://h:1/p",
  "eyJ.x-y_z=",
  "2020-01-01",
  "e1",
  "E",
  "/",
  "\t",
  "-a",
  "a:b",
  "a::",
  "::",
];

function altered(text: string, random: () => number): string {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  let changed = text;
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) {
    const at = Math.floor(random() * changed.length);
    const skip = random() < 0.5 ? 0 : 1 + Math.floor(random() * 8);
    const piece = random() < 0.7 ? pick(pieces) : "";
    changed = changed.slice(0, at) + piece + changed.slice(at + skip);
  }
  return changed;
}

Deno.test("readPlainYaml() reads nothing otherwise than the library does", () => {
  const random = numbers(7);
  let read = 0;
  for (let i = 0; i < 6_000; i++) {
    const base = i % 3 === 0 ? "a:\n- b: c\n  d:\n    e: f\ng: h\n" : kubeconfig;
    const text = altered(base, random);
    const plain = readPlainYaml(text);
    if (plain === undefined) continue;
    read++;
    assert.deepEqual(plain, firstDocument(text), JSON.stringify(text));
  }
  assert.ok(read > 1_000, String(read));
});
