import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { HmacProof, Proof } from "../../../../src/apprepo/hook/proof.ts";
import {
  type Sender,
  type SenderName,
  senderNames,
  senders,
} from "../../../../src/apprepo/hook/senders.ts";
import { hookSettings } from "../../../../src/apprepo/hook/settings/hook_settings.ts";

const url = "https://kubeapps.example.com/hook/team-a/charts/abcdefghijklmnopqrstuvwxyz0";
/** With what shells and JSON mean something by. */
const secret = `it's-$HOME-"quoted"-\`x\`-\\n-&`;

function proofOf(from: SenderName): Proof {
  const { proof }: Sender = senders[from];
  return proof ??
    (from === "header"
      ? { kind: "header", header: "x-apprepo-key" }
      : { kind: "hmac", header: "x-signature", algorithm: "sha256", encoding: "hex", prefix: "" });
}

function settingsOf(
  from: SenderName,
  { proof = proofOf(from), webhook = "added" as "added" | "changed" } = {},
) {
  const label = "team-a-charts-1a2b3c4d";
  const { text, script = "", parts } = hookSettings[from][webhook]({
    url,
    secret,
    label,
    hook: { from, proof },
  });
  return { text, script, parts };
}

for (const from of senderNames) {
  Deno.test(`the settings for ${from} hold the URL and the secret, for people and for programs`, () => {
    const { text, script, parts } = settingsOf(from);
    assert.ok(text.endsWith("\n"));
    assert.match(script, /^$|\n$/);
    assert.ok(text.includes(url));
    const json = JSON.stringify(parts);
    assert.ok(json.includes(url));
    const isUrl = proofOf(from).kind === "url";
    assert.equal(json.includes(JSON.stringify(secret).slice(1, -1)), !isUrl);
    if (isUrl) assert.match(text, /^The URL is the secret/);
  });
}

const bash = await new Deno.Command("bash", { args: ["--version"], stdout: "null", stderr: "null" })
  .output().then(() => true, () => false);

/** Runs what a text says below its last empty line but one, with a curl that prints its words. */
async function shell(script: string): Promise<string[]> {
  const folder = await Deno.makeTempDir();
  try {
    const curl = `${folder}/curl`;
    await Deno.writeTextFile(curl, '#!/bin/sh\nprintf "%s\\0" "$@"\n', { mode: 0o755 });
    const PATH = `${folder}:${Deno.env.get("PATH")}`;
    const command = new Deno.Command("bash", { args: ["-euc", script], env: { PATH } });
    const { code, stdout, stderr } = await command.output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout).split("\0").slice(0, -1);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const forms: readonly HmacProof[] = [
  { kind: "hmac", header: "x-signature", algorithm: "sha256", encoding: "hex", prefix: "sha256=" },
  { kind: "hmac", header: "x-signature", algorithm: "sha512", encoding: "base64", prefix: "" },
];
for (const proof of forms) {
  const { algorithm, encoding, prefix, header } = proof;
  Deno.test({
    name: `the command of a hook of hmac really signs, by ${algorithm} in ${encoding}`,
    ignore: !bash,
    async fn() {
      const { script } = settingsOf("hmac", { proof });
      const words = await shell(script.slice(script.indexOf("body=")));
      const signature = createHmac(algorithm, secret).update("{}").digest(encoding);
      assert.ok(words.includes(`${header}: ${prefix}${signature}`), words.join("\n"));
      assert.deepEqual([words.at(-1), words[words.indexOf("--data") + 1]], [url, "{}"]);
    },
  });
}

Deno.test({
  name: "the command of a hook of a header sends the secret as it is",
  ignore: !bash,
  async fn() {
    const { script } = settingsOf("header");
    const words = await shell(script.slice(script.indexOf("curl")));
    assert.ok(words.includes(`x-apprepo-key: ${secret}`));
    assert.equal(words.at(-1), url);
  },
});

Deno.test({
  name: "bodies of the senders' APIs reach them as they are meant",
  ignore: !bash,
  async fn() {
    const sent = [["quay", "added"], ["jfrog", "added"], ["jfrog", "changed"], ["gitea", "added"]];
    for (const [from, webhook] of sent as [SenderName, "added"][]) {
      const { script, parts } = settingsOf(from, { webhook });
      const words = await shell(script.slice(script.indexOf("curl")));
      const { api } = parts as { api: { method: string; path: string; body: unknown } };
      assert.deepEqual(JSON.parse(words[words.indexOf("--data") + 1]!), api.body, from);
      assert.equal(words[words.indexOf("--request") + 1], api.method);
      assert.ok(words.some((word) => word.endsWith(api.path)));
    }
    for (const webhook of ["added", "changed"] as const) {
      const { script, parts } = settingsOf("github", { webhook });
      const { api } = parts as { api: { method: string; path: string; body: unknown } };
      const said = `gh() { printf '%s\\0' "$@"; cat; }\n${script.slice(script.indexOf("printf"))}`;
      const words = (await shell(`${said}printf '\\0'`)).slice(0, 6);
      assert.deepEqual(words.slice(0, 4), ["api", "--method", api.method, api.path.slice(1)]);
      assert.deepEqual(JSON.parse((await shell(`${said}printf '\\0'`)).at(-1)!), api.body);
      const { parts: aws } = settingsOf("eventbridge", { webhook });
      const [command] = (aws as { commands: string[] }).commands;
      const [auth] = await shell(`aws() { printf '%s\\0' "$8"; }\n${command}`);
      assert.deepEqual(JSON.parse(auth!), {
        ApiKeyAuthParameters: { ApiKeyName: "X-Apprepo-Key", ApiKeyValue: secret },
      });
    }
  },
});

for (const from of senderNames) {
  Deno.test(`a new secret for ${from} goes into the webhook that is there, or ends it`, () => {
    const { text, script, parts } = settingsOf(from, { webhook: "changed" });
    const whole = text + script;
    if (proofOf(from).kind === "url") {
      assert.match(text, /Delete the webhook that has the old URL\n$/);
    } else assert.ok(whole.includes(secret) || whole.includes(JSON.stringify(secret).slice(1, -1)));
    assert.doesNotMatch(
      JSON.stringify(parts),
      /create-|"method":"POST","path":"(?!\/api\/v1\/repository)/,
    );
    const { added, changed } = hookSettings[from];
    const isSame = ["standard", "hmac", "header"].includes(from);
    assert.equal(added === changed, isSame, "what is typed in by hand alone is the same");
  });
}
