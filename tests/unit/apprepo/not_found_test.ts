import assert from "node:assert/strict";
import { adviceWhereNotFound } from "../../../src/apprepo/not_found.ts";
import type { KubeClient } from "../../../src/kube/api/client.ts";

async function advice(namespaces: readonly string[]): Promise<string> {
  async function* list() {
    for (const namespace of namespaces) yield { metadata: { name: "bitnami", namespace } };
  }
  const client = { list } as unknown as KubeClient;
  const key = { namespace: "here", name: "bitnami" };
  return await adviceWhereNotFound(client, key, new AbortController().signal);
}

Deno.test("adviceWhereNotFound() names a few of the namespaces that have it", async () => {
  assert.equal(
    await advice(["a", "b"]),
    'It is not in namespace "here", but in "a", "b": add -n a.',
  );
  assert.equal(
    await advice(Array.from({ length: 300 }, (_, i) => `n${i}`)),
    'It is not in namespace "here", but in "n0", "n1", "n2", "n3", "n4", 295 more: add -n n0.',
  );
});
