import assert from "node:assert/strict";
import { type Holder, holder } from "../../../../../src/apprepo/grant/token/holder.ts";
import type { KubeClient } from "../../../../../src/kube/api/client.ts";
import { ApiError } from "../../../../../src/kube/api/errors.ts";

const user = "system:serviceaccount:team-a:sender";
const { signal } = new AbortController();

function jwt(claims: unknown): string {
  const encoded = new TextEncoder().encode(JSON.stringify(claims));
  return `e30.${encoded.toBase64({ alphabet: "base64url", omitPadding: true })}.c2ln`;
}

function refusal(code: number, message: string): ApiError {
  return new ApiError(code, { code, message });
}

function cannotCreate(name: string): string {
  return `selfsubjectreviews.authentication.k8s.io is forbidden: User "${name}" cannot create resource "selfsubjectreviews" in API group "authentication.k8s.io" at the cluster scope`;
}

const notFound = "the server could not find the requested resource";
const named = jwt({ sub: user });
const rows: readonly (readonly [what: string, answer: unknown, token: string, Holder])[] = [
  ["1.28: the review's", { status: { userInfo: { username: user } } }, "x", { valid: true, user }],
  ["below, without rights: the refusal's", refusal(403, cannotCreate(user)), "x", {
    valid: true,
    user,
  }],
  ["below, with all rights: the token's", refusal(404, notFound), named, { valid: true, user }],
  ["a refusal in other words: the token's", refusal(403, "no"), named, { valid: true, user }],
  ["a token that holds no name", refusal(404, notFound), "opaque", {
    valid: true,
    user: undefined,
  }],
  ["a token whose name is no text", refusal(404, notFound), jwt({ sub: 1 }), {
    valid: true,
    user: undefined,
  }],
  ["a token with a name beyond ASCII", refusal(404, notFound), jwt({ sub: "jané~?" }), {
    valid: true,
    user: "jané~?",
  }],
  ["no token any more, whatever it says", refusal(401, "Unauthorized"), named, { valid: false }],
  ["a token that was ignored", refusal(403, cannotCreate("system:anonymous")), named, {
    valid: false,
  }],
];
for (const [what, answer, token, expected] of rows) {
  Deno.test(`holder() ${what}`, async () => {
    const request = () =>
      answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    const client = { request } as unknown as KubeClient;
    assert.deepEqual(await holder(client, token, signal), expected);
  });
}

Deno.test("holder() takes no other trouble for an answer about the token", async () => {
  const request = () => Promise.reject(refusal(500, "etcd"));
  const client = { request } as unknown as KubeClient;
  await assert.rejects(holder(client, named, signal), /etcd/);
});
