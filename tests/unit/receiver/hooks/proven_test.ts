import assert from "node:assert/strict";
import type { Hook } from "../../../../src/apprepo/hook/hook.ts";
import type { HmacProof, Proof } from "../../../../src/apprepo/hook/proof.ts";
import { type Sender, type SenderName, senders } from "../../../../src/apprepo/hook/senders.ts";
import { type HookRequest, isProven } from "../../../../src/receiver/hooks/proven.ts";

const id = "a".repeat(27);
const bytes = (text: string) => new TextEncoder().encode(text);

function hook(proof: Proof, ...keys: string[]): Hook {
  const [namespace, name] = ["team-a", "charts"];
  return {
    namespace,
    name,
    from: "hmac",
    proof,
    id: proof.kind === "url" ? undefined : id,
    keys: keys.map((key) => ({ key, since: "" })),
    repositories: [name],
    only: [],
  };
}

function request(body: string | Uint8Array, headers: Record<string, string> = {}): HookRequest {
  return {
    headers: new Map(Object.entries(headers)),
    body: typeof body === "string" ? bytes(body) : body,
    secret: id,
    came: 1_731_705_121_000,
    began: 0,
  };
}

function hmacOf(from: SenderName): HmacProof {
  const { proof }: Sender = senders[from];
  assert.equal(proof?.kind, "hmac");
  return proof as HmacProof;
}

const generic = (algorithm: HmacProof["algorithm"]): HmacProof => ({
  kind: "hmac",
  header: "x-signature",
  algorithm,
  encoding: "hex",
  prefix: "",
});

interface Vector {
  readonly of: string;
  readonly proof: Proof;
  readonly key: string;
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** As their authors published them. */
const published: readonly Vector[] = [
  {
    of: "docs.github.com, Validating webhook deliveries",
    proof: hmacOf("github"),
    key: "It's a Secret to Everybody",
    body: "Hello, World!",
    headers: {
      "x-hub-signature-256":
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    },
  },
  {
    of: "Standard Webhooks, its specification's example",
    proof: { kind: "standard" },
    key: "whsec_plJ3nmyCDGBKInavdOK15jsl",
    body: '{"event_type":"ping","data":{"success":true}}',
    headers: {
      "webhook-id": "msg_loFOjxBNrRLzqYUf",
      "webhook-timestamp": "1731705121",
      "webhook-signature": "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
    },
  },
  {
    of: "RFC 2202, HMAC-SHA-1, case 2",
    proof: hmacOf("nexus"),
    key: "Jefe",
    body: "what do ya want for nothing?",
    headers: { "x-nexus-webhook-signature": "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79" },
  },
  {
    of: "RFC 4231, HMAC-SHA-256, case 2",
    proof: generic("sha256"),
    key: "Jefe",
    body: "what do ya want for nothing?",
    headers: { "x-signature": "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
  },
  {
    of: "RFC 4231, HMAC-SHA-512, case 2",
    proof: generic("sha512"),
    key: "Jefe",
    body: "what do ya want for nothing?",
    headers: {
      "x-signature":
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
    },
  },
];

for (const { of, proof, key, body, headers } of published) {
  Deno.test(`isProven() takes what ${of} signed, and nothing that differs by a bit`, () => {
    const good = request(body, headers);
    assert.ok(isProven(hook(proof, key), good));
    assert.ok(isProven(hook(proof, "another key, of the last rotation", key), good));
    assert.ok(!isProven(hook(proof, `${key}.`), good));
    for (let bit = 0; bit < good.body.length * 8; bit++) {
      const flipped = good.body.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      assert.ok(!isProven(hook(proof, key), { ...good, body: flipped }), `bit ${bit} of the body`);
    }
    for (const [name, value] of Object.entries(headers)) {
      for (let bit = 0; bit < value.length * 7; bit++) {
        const at = Math.floor(bit / 7);
        const code = value.charCodeAt(at) ^ (1 << (bit % 7));
        const other = value.slice(0, at) + String.fromCharCode(code) + value.slice(at + 1);
        // Letters of hex are the same in capitals.
        if (name.includes("signature") && proof.kind === "hmac") {
          if (other.toLowerCase() === value && at >= proof.prefix.length) continue;
        }
        const changed = request(body, { ...headers, [name]: other });
        assert.ok(!isProven(hook(proof, key), changed), `bit ${bit} of ${name}`);
      }
      const { [name]: _, ...without } = headers;
      assert.ok(!isProven(hook(proof, key), request(body, without)), `no ${name}`);
    }
    assert.ok(!isProven(hook(proof, key), { ...good, secret: "b".repeat(27) }));
  });
}

/** As each sender signs, by another implementation than the receiver's. */
async function signed(
  hash: string,
  key: string | Uint8Array<ArrayBuffer>,
  text: string,
): Promise<Uint8Array> {
  const raw = typeof key === "string" ? bytes(key) : key;
  const algorithm = { name: "HMAC", hash };
  const imported = await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, bytes(text)));
}

const body = JSON.stringify({ action: "published", name: "Zwölf Boxkämpfer\u0000\u2028" }, null, 1);
const key = "k".repeat(43);
const cases: readonly [SenderName, string, (sum: Uint8Array) => Record<string, string>][] = [
  ["github", "SHA-256", (sum) => ({ "x-hub-signature-256": `sha256=${sum.toHex()}` })],
  ["gitea", "SHA-256", (sum) => ({ "x-gitea-signature": sum.toHex() })],
  ["jfrog", "SHA-256", (sum) => ({ "x-jfrog-event-auth": sum.toHex() })],
  ["nexus", "SHA-1", (sum) => ({ "x-nexus-webhook-signature": sum.toHex() })],
];
for (const [from, hash, headersOf] of cases) {
  Deno.test(`isProven() takes what ${from} signs, over the body's own bytes`, async () => {
    const headers = headersOf(await signed(hash, key, body));
    const of = hook(hmacOf(from), key);
    assert.ok(isProven(of, request(body, headers)));
    assert.ok(!isProven(of, request(JSON.stringify(JSON.parse(body)), headers)));
    assert.ok(!isProven(of, request(body, headersOf(await signed(hash, `${key}x`, body)))));
  });
}

Deno.test("isProven() takes base64 and a prefix, where the hook says so", async () => {
  const proof: HmacProof = {
    kind: "hmac",
    header: "x-sig",
    algorithm: "sha512",
    encoding: "base64",
    prefix: "v=",
  };
  const sum = (await signed("SHA-512", key, body)).toBase64();
  assert.ok(isProven(hook(proof, key), request(body, { "x-sig": `v=${sum}` })));
  assert.ok(!isProven(hook(proof, key), request(body, { "x-sig": sum })));
  assert.ok(!isProven(hook(proof, key), request(body, { "x-sig": `v=${sum.toLowerCase()}` })));
});

Deno.test("isProven() compares a header's value whole", () => {
  const proof: Proof = { kind: "header", header: "x-apprepo-key" };
  const of = hook(proof, "new-".repeat(8), key);
  for (const good of [key, "new-".repeat(8)]) {
    assert.ok(isProven(of, request("", { "x-apprepo-key": good })));
  }
  for (const bad of ["", key.slice(1), `${key}k`, `${key}, ${key}`, key.toUpperCase()]) {
    assert.ok(!isProven(of, request("", { "x-apprepo-key": bad })), bad);
  }
  assert.ok(!isProven(of, request("")));
});

Deno.test("isProven() goes by the URL alone where nothing else can be shown", () => {
  const of = hook({ kind: "url" }, "n".repeat(27), "o".repeat(27));
  const sent = (secret: string) => isProven(of, { ...request(""), secret });
  assert.deepEqual(["n", "o", "a"].map((letter) => sent(letter.repeat(27))), [true, true, false]);
});

Deno.test("isProven() takes Standard Webhooks within five minutes, and any good signature of several", async () => {
  const secret = new Uint8Array(32).fill(7);
  const of = hook({ kind: "standard" }, `whsec_${secret.toBase64()}`);
  async function sent(seconds: number, wrap = (good: string) => good): Promise<boolean> {
    const { came } = request("");
    const time = String(came / 1_000 + seconds);
    const sum = (await signed("SHA-256", secret, `msg_1.${time}.${body}`)).toBase64();
    return isProven(
      of,
      request(body, {
        "webhook-id": "msg_1",
        "webhook-timestamp": time,
        "webhook-signature": wrap(`v1,${sum}`),
      }),
    );
  }
  const times = await Promise.all([-301, -300, 0, 300, 301].map((seconds) => sent(seconds)));
  assert.deepEqual(times, [false, true, true, true, false]);
  assert.ok(await sent(0, (good) => `v1,AAAA v1a,BBBB ${good}`));
  assert.ok(!await sent(0, (good) => good.replace("v1,", "v1a,")));
  assert.ok(!await sent(0, (good) => `${"v1,AAAA ".repeat(10)}${good}`));
});
