// A namespace that would lead to another path ends each command before its first request.

import assert from "node:assert/strict";
import { run } from "../../../src/cli/run.ts";
import { kubeconfigText } from "../kube/support/kubeconfig_text.ts";
import { FakeHost } from "../support/fake_host.ts";

const commands: readonly (readonly string[])[] = [
  ["refresh", "--all"],
  ["refresh", "a"],
  ["refresh", "-l", "a=b"],
  ["grant"],
  ["grant", "a", "--dry-run=server"],
  ["grant", "--dry-run=client", "-o", "yaml"],
  ["token"],
  ["token", "--check"],
  ["token", "--rotate"],
  ["token", "--duration=1h"],
  ["revoke", "--yes"],
  ["webhook-url", "a"],
  ["webhook-url", "a", "--no-verify"],
];

const namespaces: readonly (readonly [text: string, fault: string])[] = [
  ["..", "may not be '..'"],
  [".", "may not be '.'"],
  ["../..", "may not contain '/'"],
  ["a/../..", "may not contain '/'"],
  ["%2e%2e", "may not contain '%'"],
];

/** Sends one command to a server that notes what reaches it. */
async function requestsOf(
  words: readonly string[],
  context: Record<string, unknown>,
): Promise<{ requests: string[]; code: number; stderr: string }> {
  const requests: string[] = [];
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    requests.push(request.url);
    return Response.json({ items: [], metadata: {} });
  });
  const cluster = { server: `http://127.0.0.1:${server.addr.port}` };
  const files = { "/k/config": kubeconfigText(cluster, { token: "t" }, context) };
  const host = new FakeHost({ files, env: { KUBECONFIG: "/k/config" } });
  const code = await run(host, words);
  return { requests, code, stderr: host.stderr.text };
}

for (const words of commands) {
  Deno.test(`${words.join(" ")} sends nothing where its namespace is no name`, async () => {
    for (const [namespace, fault] of namespaces) {
      const line = `error: invalid namespace "${namespace}": [${fault}]\n`;
      const asked = [[...words, "-n", namespace], words] as const;
      for (const [at, given] of asked.entries()) {
        const { requests, code, stderr } = await requestsOf(given, at === 0 ? {} : { namespace });
        assert.deepEqual([requests, code], [[], 1], given.join(" "));
        assert(stderr.endsWith(line), stderr);
      }
    }
  });
}
