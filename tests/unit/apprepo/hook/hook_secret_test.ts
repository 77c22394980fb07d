import assert from "node:assert/strict";
import { createCommand } from "../../../../src/apprepo/hook/create_command.ts";
import { hookNameOf, hookPath, isHookName, urlSecrets } from "../../../../src/apprepo/hook/hook.ts";
import {
  hookSecret,
  HookSecretFault,
  readHookSecret,
} from "../../../../src/apprepo/hook/hook_secret.ts";
import { checkKey, newKey, newUrlPart } from "../../../../src/apprepo/hook/new_key.ts";
import { senderNames } from "../../../../src/apprepo/hook/senders.ts";
import type { Proof } from "../../../../src/apprepo/hook/proof.ts";
import { aHook } from "../../support/a_hook.ts";

const wish = { namespace: "team-a", name: "a.b" };
const generic: Readonly<Record<string, Proof>> = {
  hmac: { kind: "hmac", header: "x-s", algorithm: "sha512", encoding: "base64", prefix: "v=" },
  header: { kind: "header", header: "x-k" },
};

for (const from of senderNames) {
  Deno.test(`a hook of ${from} comes back from its Secret as it was`, () => {
    const proof = generic[from];
    const hook = aHook({
      ...wish,
      from,
      ...(proof ? { proof } : {}),
      only: from === "quay" ? ["a/*"] : [],
    });
    assert.deepEqual(readHookSecret(hookSecret(hook)), hook);
  });
}

Deno.test("readHookSecret() says which field is no good, and nothing of what is in it", () => {
  const good = hookSecret(aHook({ ...wish, from: "github" }));
  const generics = hookSecret(aHook({ ...wish, from: "hmac", proof: generic["hmac"]! }));
  const faults: [Record<string, string | undefined>, RegExp][] = [
    [{ from: "hacker" }, /^from names no sender/],
    [{ from: undefined }, /^from names no sender/],
    [{ id: undefined }, /^id is missing/],
    [{ id: "../../x/y/z/0123456789" }, /^id does not fit into a URL/],
    [{ id: "x" }, /^id does not fit/],
    [{ keys: undefined }, /^keys are missing/],
    [{ keys: "[]" }, /^keys are missing/],
    [{ keys: "{" }, /^keys is no JSON/],
    [{ keys: "[{}]" }, /^one of keys is none/],
    [{ keys: '[{"key":"short"}]' }, /^one of keys is none/],
    [{ keys: '[{"key":"has a blank in it 0123"}]' }, /^one of keys is none/],
    [
      { keys: JSON.stringify(Array(6).fill({ key: "k".repeat(20) })) },
      /^there are more than 5 keys/,
    ],
    [{ repositories: undefined }, /^repositories is no list/],
    [{ repositories: "[]" }, /^repositories names none/],
    [{ repositories: '["../x"]' }, /^repositories is no list/],
    [{ other: "x".repeat(60_000) }, /^it has more than 65536 bytes/],
    [{ repositories: '"x"' }, /^repositories is no list/],
    [{ repositories: JSON.stringify(Array(51).fill("x")) }, /^repositories has more than 50/],
    [{ only: "[1]" }, /^only is no list/],
  ];
  const change = (secret: typeof good, fields: Record<string, string | undefined>) => {
    const entries = Object.entries(fields).map(([key, text]) => [key, text && btoa(text)]);
    const all = Object.entries({ ...secret.data, ...Object.fromEntries(entries) });
    const data: Record<string, string> = Object.fromEntries(
      all.filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    return { ...secret, data };
  };
  for (const [fields, message] of faults) {
    assert.throws(() => readHookSecret(change(good, fields)), (error) => {
      assert.ok(error instanceof HookSecretFault);
      assert.match(error.message, message);
      return true;
    });
  }
  for (
    const proof of [
      undefined,
      "{}",
      '{"kind":"url"}',
      '{"kind":"hmac","header":"a b"}',
      '{"kind":"hmac","header":"a","algorithm":"sha1","encoding":"hex","prefix":""}',
      '{"kind":"hmac","header":"a","algorithm":"sha256","encoding":"x","prefix":""}',
      '{"kind":"hmac","header":"a","algorithm":"sha256","encoding":"hex"}',
      `{"kind":"hmac","header":"a","algorithm":"sha256","encoding":"hex","prefix":"${
        "x".repeat(33)
      }"}`,
    ]
  ) assert.throws(() => readHookSecret(change(generics, { proof })), /^HookSecretFault: proof /);
  assert.throws(() => readHookSecret({ ...good, type: "Opaque" }), /its type is "Opaque"/);
  const since = change(good, {
    keys: JSON.stringify([{ key: "k".repeat(20), since: "9".repeat(99) }]),
  });
  assert.equal(readHookSecret(since).keys[0]!.since.length, 40);
  const odd = change(good, {
    keys: JSON.stringify([{ key: "k".repeat(20), since: { toString: 1 } }]),
  });
  assert.equal(readHookSecret(odd).keys[0]!.since, "");
  assert.throws(
    () => readHookSecret({ ...good, metadata: { name: "x" } }),
    /its name does not begin/,
  );
  assert.throws(
    () => readHookSecret({ ...good, data: { ...good.data, from: "/w==" } }),
    /from is no text/,
  );
  const url = hookSecret(aHook({ ...wish, from: "quay" }));
  assert.throws(() => readHookSecret(change(url, { id: "i".repeat(27) })), /id makes no sense/);
});

Deno.test("hooks' names and paths", () => {
  assert.deepEqual(["apprepo-hook-a.b", "apprepo-hook-", "x"].map(hookNameOf), [
    "a.b",
    undefined,
    undefined,
  ]);
  assert.deepEqual(["a", "a.b-c", "A", "-a", "a..b", "a".repeat(64), ""].map(isHookName), [
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  assert.equal(hookPath(wish, "x"), "/hook/team-a/a.b/x");
  const keys = ["new", "old"].map((key) => ({ key, since: "" }));
  assert.deepEqual([urlSecrets({ id: "i", keys }), urlSecrets({ keys })], [["i"], ["new", "old"]]);
});

Deno.test("new keys are long, in their sender's form, and never the same", () => {
  for (const kind of ["hmac", "header", "standard", "url"] as const) {
    const proof = { kind } as Proof;
    const [one, other] = [newKey(proof), newKey(proof)];
    assert.notEqual(one, other);
    checkKey(proof, one);
  }
  assert.match(newUrlPart(), /^[A-Za-z0-9_-]{27}$/);
  assert.match(newKey({ kind: "standard" }), /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert.throws(() => checkKey({ kind: "standard" }, "whsec_c2hvcnQ="), /24 to 64 bytes/);
  assert.throws(
    () => checkKey({ kind: "standard" }, "not base64, but long enough 0123"),
    /24 to 64 bytes/,
  );
  assert.throws(() => checkKey({ kind: "url" }, "a/b".repeat(9)), /URL's last part/);
});

Deno.test("createCommand() says all of a hook but its secrets", () => {
  const { proof: _, ...plain } = aHook({ ...wish, from: "github" });
  assert.equal(
    createCommand({
      ...plain,
      proof: generic["hmac"]!,
      from: "hmac",
      only: ["a*"],
      repositories: ["x", "y"],
      receiver: { namespace: "k", name: "r" },
    }),
    "kubectl apprepo hook create a.b -n team-a --from hmac --header x-s --algorithm sha512 --encoding base64 --prefix v= --repository x,y --only 'a*' --receiver k:r",
  );
  assert.equal(
    createCommand({ ...aHook({ ...wish, from: "github" }) }),
    "kubectl apprepo hook create a.b -n team-a --from github",
  );
});
