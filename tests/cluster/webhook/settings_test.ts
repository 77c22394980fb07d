import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { createAccount } from "./account.ts";
import { runCommand } from "./command.ts";

const cluster = await testCluster();
const namespace = await cluster.namespace("webhook-settings");
await cluster.createRepository(namespace, "bitnami");
using api = cluster.api();
const token = await createAccount(api, namespace);
const other = await createAccount(api, namespace, "other");
const base = ["--base-url", "https://kubeapps.example.com"];
const there = ["--kubeconfig", cluster.adminKubeconfig, "-n", namespace];
const url =
  `https://kubeapps.example.com/api/v1/clusters/default/namespaces/${namespace}/apprepositories/bitnami/refresh`;

function settings(...words: string[]) {
  return runCommand(["webhook-url", "bitnami", ...there, ...words]);
}

Deno.test("webhook-url --for prints a platform's settings, without the token unless asked", async () => {
  const { code, stdout, stderr } = await settings(...base, "--for", "curl");
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /--header 'Authorization: Bearer <TOKEN>'/);
  assert(stdout.endsWith(`'${url}'\n`));
  const asked = await settings(...base, "--for", "curl", "--with-token");
  assert.equal(asked.stdout, stdout.replace("<TOKEN>", token));
  assert.equal(asked.stderr, "");
});

Deno.test("webhook-url --serviceaccount takes another's token", async () => {
  for (const account of ["other", `${namespace}:other`]) {
    const { stdout } = await settings(
      ...base,
      "--for=curl",
      "--with-token",
      "--serviceaccount",
      account,
    );
    assert(stdout.includes(other));
  }
  const missing = await settings(...base, "--for=curl", "--with-token", "--serviceaccount=missing");
  assert.deepEqual([missing.code, missing.stdout], [1, ""]);
  assert.match(
    missing.stderr,
    /^error: ServiceAccount "missing" in namespace .* has no token Secret/,
  );
});

Deno.test("webhook-url -o json holds all parts", async () => {
  const { stdout } = await settings(...base, "--for=distribution", "-o", "json", "--with-token");
  const { settings: { yaml }, ...rest } = JSON.parse(stdout);
  assert.deepEqual(rest, {
    url,
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    baseUrl: "https://kubeapps.example.com",
    cluster: "default",
    namespace,
    name: "bitnami",
    serviceAccount: { namespace, name: "apprepositories-refresh" },
  });
  assert.match(yaml, /^notifications:/);
  const without = JSON.parse((await settings(...base, "-o", "json")).stdout);
  assert.deepEqual(without.headers, { Authorization: "Bearer <TOKEN>" });
});

Deno.test("webhook-url gives no token to plain http", async () => {
  const words = ["--base-url=http://kubeapps.example.com", "--for=curl"];
  assert.equal((await settings(...words)).code, 0);
  const { code, stdout, stderr } = await settings(...words, "--with-token");
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^error: the token is for https only, and the URL is http:\/\//);
});

Deno.test("webhook-url shows a token at no verbosity on stderr", async () => {
  const { stdout, stderr } = await settings(...base, "--for=curl", "--with-token", "-v=9");
  assert(stdout.includes(token));
  assert(stderr.includes(`/api/v1/namespaces/${namespace}/secrets`));
  assert(!stderr.includes(token) && !stderr.includes(btoa(token)));
});

const refused: readonly (readonly [string[], RegExp])[] = [
  [["--for", "sonatype"], /^error: --for "sonatype" is none of: harbor, curl, /],
  [
    ["--for", "ghcr"],
    /^error: ghcr can't send a token: kubectl apprepo hook create NAME --from github makes it a way in/,
  ],
  [["--for", "dockerhub"], /^error: dockerhub can't send a token: .* --from dockerhub/],
  [["--for", "eventbridge"], /^error: there are no settings for eventbridge: .* 512 characters/],
  [["--for", "constructor"], /^error: --for "constructor" is none of/],
  [["--with-token"], /^error: --with-token needs --for or -o json/],
  [["--serviceaccount", "a:b:c"], /^error: --serviceaccount wants NAME or NAMESPACE:NAME/],
  [["--serviceaccount="], /^error: --serviceaccount wants NAME/],
  [["-o", "wide"], /^error: unable to match a printer suitable for the output format "wide"/],
];

for (const [words, message] of refused) {
  Deno.test(`webhook-url refuses "${words.join(" ")}"`, async () => {
    const { code, stdout, stderr } = await settings(...base, ...words);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, message);
  });
}
