// No token where its printing is not the purpose, however much is shown.

import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { plugin, succeed } from "./support.ts";

const cluster = await testCluster();

/** The token, its parts, and how a Secret spells them: the signature is what must never show. */
function traces(token: string): string[] {
  const [, claims = "", signature = ""] = token.split(".");
  return [token, claims.slice(40), signature, btoa(token), btoa(token).slice(200, 300)];
}

Deno.test("no output holds a token but the one that is meant to, at any -v", async () => {
  const namespace = await cluster.namespace("secrecy");
  await cluster.createRepository(namespace, "bitnami");
  const own = ["-n", namespace];
  const commands = [
    ["grant", ...own],
    ["grant", "bitnami", ...own, "-o", "yaml"],
    ["grant", ...own, "-o", "json"],
    ["grant", ...own, "--print-token"],
    ["grant", ...own, "--dry-run=server", "-o", "json"],
    ["token", ...own],
    ["token", ...own, "-o", "json"],
    ["token", ...own, "--check"],
    ["token", ...own, "--check", "-o", "json"],
    ["token", ...own, "--duration", "20m"],
    ["grant", ...own, "--token-type=bound", "--print-token"],
    ["token", ...own, "--rotate", "--keep-old"],
    ["token", ...own, "--drop-old"],
    ["revoke", ...own, "--dry-run=server"],
    ["revoke", ...own],
  ];
  const outputs: { command: string; purpose: boolean; stdout: string; stderr: string }[] = [];
  const tokens = new Set<string>();
  for (const args of commands) {
    const level = args.includes("--dry-run=server") ? "10" : "9";
    const { code, stdout, stderr } = await plugin(cluster, [...args, `-v=${level}`]);
    assert.equal(code, 0, `${args.join(" ")}\n${stderr}`);
    assert.match(stderr, /\/api/, `${args.join(" ")} showed no request`);
    const isPrinted = /^[\w-]+\.[\w-]+\.[\w-]+$/.test(stdout);
    if (isPrinted) tokens.add(stdout);
    const purpose = isPrinted || (args.join(" ").startsWith("token") && /"token":/.test(stdout));
    outputs.push({ command: args.join(" "), purpose, stdout, stderr });
    if (args[0] === "grant" && tokens.size === 0) {
      tokens.add(await succeed(cluster, ["token", ...own]));
    }
  }
  assert.equal(tokens.size, 4);
  for (const { command, purpose, stdout, stderr } of outputs) {
    for (const trace of [...tokens].flatMap(traces)) {
      assert.ok(!stderr.includes(trace), `stderr of ${command} holds a token`);
      if (!purpose) assert.ok(!stdout.includes(trace), `stdout of ${command} holds a token`);
    }
  }
});
