import assert from "node:assert/strict";
import { bearer } from "../../../../src/kube/credentials/credentials.ts";
import { impersonationHeaders } from "../../../../src/kube/credentials/impersonation.ts";
import { openCredentials } from "../../../../src/kube/credentials/open_credentials.ts";
import type { User } from "../../../../src/kube/kubeconfig/kubeconfig.ts";
import { FakeHost } from "../../support/fake_host.ts";

const cluster = { server: "https://h" };
const exec = {
  apiVersion: "client.authentication.k8s.io/v1",
  command: "login",
  args: [],
  env: {},
  provideClusterInfo: false,
  interactiveMode: "Never",
};

async function headerOf(user: User, host = new FakeHost()): Promise<string | undefined> {
  return await (await openCredentials(host, user, cluster)).authorization();
}

Deno.test("openCredentials() sends a token, and basic authentication in UTF-8", async () => {
  assert.equal(await headerOf({ token: "abc" }), "Bearer abc");
  assert.equal(await headerOf({ username: "me", password: "pä:ss" }), `Basic ${"bWU6cMOkOnNz"}`);
  assert.equal(await headerOf({}), undefined);
  assert.equal(await headerOf({ password: "alone" }), undefined);
});

Deno.test("openCredentials() prefers a tokenFile that can be read to the token, as kubectl does", async () => {
  const host = new FakeHost({ files: { "/t": "from-file\n" } });
  assert.equal(await headerOf({ token: "abc", tokenFile: "/t" }, host), "Bearer from-file");
  assert.equal(await headerOf({ token: "abc", tokenFile: "/none" }, host), "Bearer abc");
});

Deno.test("openCredentials() reads a tokenFile again after 50 seconds, and after a 401", async () => {
  const host = new FakeHost({ files: { "/t": "one" } });
  const credentials = await openCredentials(host, { tokenFile: "/t" }, cluster);
  assert.equal(await credentials.authorization(), "Bearer one");
  host.files.write("/t", "two");
  host.time += 30_000;
  assert.equal(await credentials.authorization(), "Bearer one");
  host.time += 20_000;
  assert.equal(await credentials.authorization(), "Bearer two");
  assert.equal(await credentials.renew(), false);
  host.files.write("/t", "three");
  assert.equal(await credentials.renew(), true);
  assert.equal(await credentials.authorization(), "Bearer three");
});

Deno.test("openCredentials() goes on with the old token where the file is gone for a moment", async () => {
  const host = new FakeHost({ files: { "/t": "one" } });
  const credentials = await openCredentials(host, { tokenFile: "/t" }, cluster);
  host.files.remove("/t");
  host.time += 120_000;
  assert.equal(await credentials.authorization(), "Bearer one");
});

Deno.test("openCredentials() refuses a tokenFile that is missing or empty by its path", async () => {
  const host = new FakeHost({ files: { "/empty": " \n" } });
  await assert.rejects(headerOf({ tokenFile: "/none" }, host), {
    name: "ConfigError",
    message: "error: open /none: no such file or directory",
  });
  await assert.rejects(headerOf({ tokenFile: "/empty" }, host), {
    message: 'error: read empty token from file "/empty"',
  });
});

Deno.test("openCredentials() runs no exec plugin where a token or password is there", async () => {
  const host = new FakeHost({ files: { "/t": "file" } });
  assert.equal(await headerOf({ token: "abc", exec }, host), "Bearer abc");
  assert.equal(await headerOf({ tokenFile: "/t", exec }, host), "Bearer file");
  assert.match(await headerOf({ username: "u", exec }, host) ?? "", /^Basic /);
  assert.deepEqual(host.programs, []);
});

for (const token of ["a\nb", "a b", "a\r", "ü", "\u0000", "a\tb"]) {
  Deno.test(`bearer() refuses ${JSON.stringify(token)} by its origin, without quoting it`, () => {
    assert.throws(() => bearer(token, "somewhere"), (error) => {
      return error instanceof Error && error.name === "ConfigError" &&
        error.message.includes("the token from somewhere has characters") &&
        !error.message.includes(token);
    });
  });
}

Deno.test("impersonationHeaders() repeats groups and extras, and escapes extra keys as Go does", () => {
  const headers = impersonationHeaders({
    user: "a",
    uid: "1",
    groups: ["b", "c,d"],
    extra: { "Example.com/Some Key": ["x", "y"], "a%b": ["z"], "ü": ["ü"] },
  });
  assert.deepEqual(headers, [
    ["Impersonate-User", "a"],
    ["Impersonate-Uid", "1"],
    ["Impersonate-Group", "b"],
    ["Impersonate-Group", "c,d"],
    ["Impersonate-Extra-Example.com%2FSome%20Key", "x"],
    ["Impersonate-Extra-Example.com%2FSome%20Key", "y"],
    ["Impersonate-Extra-a%25b", "z"],
    ["Impersonate-Extra-%C3%BC", "\u00c3\u00bc"],
  ]);
});

Deno.test("impersonationHeaders() refuses control characters by the header's name", () => {
  assert.throws(() => impersonationHeaders({ user: "a\nb" }), {
    name: "ConfigError",
    message: "error: the value of the header Impersonate-User has control characters",
  });
});

Deno.test("openCredentials() says where an unusable certificate and key are from", async () => {
  const pair = { clientCertificateData: "x", clientKeyData: "y" };
  const reason = "error: tls: failed to find any PEM data in certificate input";
  await assert.rejects(openCredentials(new FakeHost(), pair, cluster), {
    name: "ConfigError",
    message:
      `${reason}\nThe certificate is from client-certificate-data, the key from client-key-data.`,
  });
  const files = { ...pair, clientCertificate: "/me.crt", clientKey: "/me.key" };
  await assert.rejects(openCredentials(new FakeHost(), files, cluster), {
    message: `${reason}\nThe certificate is from /me.crt, the key from /me.key.`,
  });
});
