import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { runCommand } from "./command.ts";

const cluster = await testCluster();
const namespace = await cluster.namespace("webhook-url");
const base = ["--base-url", "https://kubeapps.example.com/"];
const admin = ["--kubeconfig", cluster.adminKubeconfig];
const there = [...admin, "-n", namespace];
const url =
  `https://kubeapps.example.com/api/v1/clusters/default/namespaces/${namespace}/apprepositories/bitnami/refresh`;
await cluster.createRepository(namespace, "bitnami");

Deno.test("webhook-url prints the URL alone, with a line break on a terminal only", async () => {
  const words = ["webhook-url", "bitnami", ...base, ...there];
  assert.deepEqual(await runCommand(words), { code: 0, stdout: url, stderr: "" });
  const shown = await runCommand(words, { terminals: ["stdout"] });
  assert.equal(shown.stdout, `${url}\n`);
});

Deno.test("webhook-url takes kubectl's forms of a name and the kubeconfig's namespace", async () => {
  const kubeconfig = await cluster.kubeconfigFor({
    user: "admin",
    groups: ["system:masters"],
    namespace,
  });
  for (const name of [["apprepo/bitnami"], ["apprepos", "bitnami"]]) {
    const { stdout } = await runCommand([
      "webhook-url",
      ...name,
      ...base,
      `--kubeconfig=${kubeconfig}`,
    ]);
    assert.equal(stdout, url);
  }
});

Deno.test("webhook-url escapes the name that Kubeapps has for the cluster", async () => {
  const words = ["webhook-url", "bitnami", ...base, ...there, "--cluster-name", "eu west"];
  assert.match((await runCommand(words)).stdout, /\/clusters\/eu%20west\/namespaces\//);
});

Deno.test("webhook-url wants an AppRepository that exists, but for --no-verify", async () => {
  const words = ["webhook-url", "missing", ...base, ...there];
  const missing = await runCommand(words);
  assert.equal(missing.code, 1);
  assert.equal(missing.stdout, "");
  assert.match(
    missing.stderr,
    /^Error from server \(NotFound\): apprepositories\.kubeapps\.com "missing" not found\n/,
  );
  const unverified = await runCommand([...words, "--no-verify"]);
  assert.equal(unverified.stdout, url.replace("bitnami", "missing"));
  assert.equal(unverified.code, 0);
});

Deno.test("webhook-url says where a repository is that is not in the namespace", async () => {
  // A name that no other test's namespace has.
  const name = `only-${crypto.randomUUID().slice(0, 8)}`;
  await cluster.createRepository(namespace, name);
  const { stderr } = await runCommand(["webhook-url", name, ...base, ...admin, "-n", "default"]);
  assert.match(stderr, new RegExp(`not in namespace "default", but in "${namespace}"`));
});

const refused: readonly (readonly [string[], RegExp])[] = [
  [[], /^error: the name of an AppRepository is required\n$/],
  [
    ["bitnami", "other"],
    /^error: a webhook refreshes one AppRepository, but got: bitnami other\n$/,
  ],
  [["service/bitnami"], /^error: this command works on apprepositories\.kubeapps\.com/],
  [["Bitnami"], /^error: invalid resource name "Bitnami"/],
  [["a/../b"], /^error: arguments in resource\/name form may not have more than one slash/],
  [["bitnami", "--cluster-name="], /^error: invalid cluster name ""/],
  [["bitnami", "--cluster-name=a/b"], /^error: invalid cluster name "a\/b"/],
  [["bitnami", "-n", "a/b"], /^error: invalid namespace "a\/b"/],
  [["bitnami", "--base-url=example.com"], /^error: --base-url wants a URL/],
];

for (const [words, message] of refused) {
  Deno.test(`webhook-url refuses "${words.join(" ")}"`, async () => {
    const outcome = await runCommand(["webhook-url", ...base, ...there, ...words]);
    assert.equal(outcome.code, 1);
    assert.equal(outcome.stdout, "");
    assert.match(outcome.stderr, message);
  });
}
