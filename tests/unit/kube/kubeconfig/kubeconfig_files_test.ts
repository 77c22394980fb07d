import assert from "node:assert/strict";
import { ConfigError } from "../../../../src/kube/api/errors.ts";
import { loadKubeconfig } from "../../../../src/kube/kubeconfig/kubeconfig_files.ts";
import { FakeHost } from "../../support/fake_host.ts";

const one = `
current-context: one
contexts: [{name: one, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: {server: "https://one", tls-server-name: nn}}]
users: [{name: u, user: {tokenFile: token}}]`;
const two = `
current-context: two
contexts: [{name: two, context: {cluster: d}}]
clusters: [{name: c, cluster: {server: "https://two"}}, {name: d, cluster: {server: "https://d"}}]`;

Deno.test("loadKubeconfig() merges KUBECONFIG: the first file wins, whole entry, missing ones are skipped", async () => {
  const files = { "/a/one": one, "/b/two": two };
  const env = { KUBECONFIG: "/nope::/a/one:/b/two:/a/one", HOME: "/home/me" };
  const merged = await loadKubeconfig(new FakeHost({ files, env }));
  assert.equal(merged.currentContext, "one");
  assert.deepEqual([...merged.contexts.keys()].sort(), ["one", "two"]);
  assert.equal(merged.clusters.get("c")?.server, "https://one");
  assert.equal(merged.clusters.get("d")?.server, "https://d");
  assert.equal(merged.users.get("u")?.tokenFile, "/a/token");
  assert.deepEqual(merged.sources, ["/a/one", "/b/two"]);
});

Deno.test("loadKubeconfig() takes quotes in the lists of Windows", async () => {
  const files = { "C:/a;b/one": one, "C:/two": two };
  for (
    const list of ['"C:/a;b/one";C:/two', 'C:/"a;b"/one;"C:/two"', '"C:/a;b/one";;C:/none;C:/two']
  ) {
    const host = new FakeHost({ files, os: "windows", env: { KUBECONFIG: list } });
    const { sources, missing } = await loadKubeconfig(host);
    assert.deepEqual(sources, ["C:/a;b/one", "C:/two"], list);
    assert.deepEqual(missing, list.includes("none") ? ["C:/none"] : []);
  }
});

Deno.test("loadKubeconfig() reads ./.kube/config where there is no home", async () => {
  for (const env of [{}, { HOME: "" }] as Record<string, string>[]) {
    const host = new FakeHost({ files: { ".kube/config": one }, env });
    assert.deepEqual((await loadKubeconfig(host)).sources, [".kube/config"]);
  }
});

Deno.test("loadKubeconfig() takes no field of a later file's entry", async () => {
  const host = new FakeHost({
    files: { "/two": two, "/one": one },
    env: { KUBECONFIG: "/two:/one" },
  });
  const { clusters, currentContext } = await loadKubeconfig(host);
  assert.equal(currentContext, "two");
  assert.equal(clusters.get("c")?.tlsServerName, undefined);
});

Deno.test("loadKubeconfig() reads --kubeconfig alone, whatever KUBECONFIG says", async () => {
  const host = new FakeHost({ files: { "/two": two, "/one": one }, env: { KUBECONFIG: "/one" } });
  const { currentContext, users } = await loadKubeconfig(host, "/two");
  assert.deepEqual([currentContext, users.size], ["two", 0]);
});

Deno.test("loadKubeconfig() reads ~/.kube/config, and on Windows the first home that has one", async () => {
  const linux = new FakeHost({ files: { "/me/.kube/config": one }, env: { HOME: "/me" } });
  assert.equal((await loadKubeconfig(linux)).currentContext, "one");
  const windows = new FakeHost({
    os: "windows",
    files: { "C:\\Users\\me\\.kube\\config": two },
    env: { HOME: "D:\\home", HOMEDRIVE: "C:", HOMEPATH: "\\Users\\me", USERPROFILE: "C:\\nobody" },
  });
  assert.equal((await loadKubeconfig(windows)).currentContext, "two");
});

Deno.test("on Windows, paths in a kubeconfig are relative to its folder, by either slash", async () => {
  const text = `
clusters: [{name: c, cluster: {server: "https://c", certificate-authority: 'certs\\ca.crt'}}]
users:
- {name: a, user: {tokenFile: ./token, client-certificate: 'D:\\keys\\me.crt', client-key: '\\\\server\\share\\me.key'}}
- {name: b, user: {exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: '.\\login.exe'}}}
- {name: c, user: {exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: aws.exe}}}`;
  const path = "C:\\Users\\me\\.kube\\config";
  const host = new FakeHost({ os: "windows", files: { [path]: text } });
  const { clusters, users } = await loadKubeconfig(host, path);
  const { tokenFile, clientCertificate, clientKey } = users.get("a")!;
  assert.equal(clusters.get("c")!.certificateAuthority, "C:\\Users\\me\\.kube\\certs\\ca.crt");
  assert.equal(tokenFile, "C:\\Users\\me\\.kube\\token");
  assert.equal(clientCertificate, "D:\\keys\\me.crt");
  assert.equal(clientKey, "\\\\server\\share\\me.key");
  assert.equal(users.get("b")!.exec!.command, "C:\\Users\\me\\.kube\\login.exe");
  assert.equal(users.get("c")!.exec!.command, "aws.exe");
});

Deno.test("on Windows, KUBECONFIG is a list by semicolons, and a drive's colon parts nothing", async () => {
  const files = { "C:\\a\\one": one, "D:\\two": two };
  const env = { KUBECONFIG: "C:\\a\\one;;D:\\two;D:\\nope" };
  const { sources, missing, users } = await loadKubeconfig(
    new FakeHost({ os: "windows", files, env }),
  );
  assert.deepEqual([sources, missing], [["C:\\a\\one", "D:\\two"], ["D:\\nope"]]);
  assert.equal(users.get("u")!.tokenFile, "C:\\a\\token");
});

Deno.test("loadKubeconfig() is empty without any file", async () => {
  const { sources, contexts } = await loadKubeconfig(new FakeHost({ env: { HOME: "/me" } }));
  assert.deepEqual([sources, contexts.size], [[], 0]);
});

Deno.test("loadKubeconfig() words a missing --kubeconfig as kubectl does", async () => {
  await assert.rejects(loadKubeconfig(new FakeHost(), "/nope"), {
    name: "ConfigError",
    message: "error: stat /nope: no such file or directory",
  });
});

Deno.test("loadKubeconfig() names the file that it can't read", async () => {
  const host = new FakeHost({ files: { "/k": one }, env: { KUBECONFIG: "/k" } });
  host.files.deny("/k");
  await assert.rejects(loadKubeconfig(host), {
    message: 'error: error loading config file "/k": open /k: permission denied',
  });
});

const broken = [
  "users:\n- name: u\n  user: {token: s3cret",
  "a: b\n  token: s3cret: x",
  "\ttoken: s3cret",
  '{"token": "s3cret"',
  "token: &x [s3cret, *x, *y]",
  'token: "s3cret',
];
for (const text of broken) {
  Deno.test(`loadKubeconfig() quotes nothing of ${JSON.stringify(text)}`, async () => {
    const host = new FakeHost({ files: { "/k": text }, env: { KUBECONFIG: "/k" } });
    const error = await loadKubeconfig(host).then(() => undefined, (error) => error);
    assert.ok(error instanceof ConfigError, String(error));
    assert.match(error.message, /^error: error loading config file "\/k": yaml: (line \d+: )?\w/);
    assert.ok(!error.message.includes("s3cret"), error.message);
  });
}

Deno.test("loadKubeconfig() shows nothing of a kubeconfig in base64 in KUBECONFIG", async () => {
  const text = btoa('{"users": [{"user": {"token": "s3cret"}}]}');
  const host = new FakeHost({ env: { KUBECONFIG: text } });
  await assert.rejects(loadKubeconfig(host), ({ message }: Error) => {
    assert.match(message, /^error: KUBECONFIG holds data/);
    assert.ok(!message.includes(text.slice(10)));
    return true;
  });
});

Deno.test("loadKubeconfig() does not show a path that is too long to be one", async () => {
  const text = "s3cret".repeat(100);
  await assert.rejects(loadKubeconfig(new FakeHost(), text), ({ message }: Error) => {
    assert.match(message, /^error: stat \(data, .*\): no such file or directory$/);
    return true;
  });
});

Deno.test("loadKubeconfig() takes ./login beside a kubeconfig without a folder for a path", async () => {
  const files = { config: "users: [{name: u, user: {exec: {command: ./login}}}]" };
  const { users } = await loadKubeconfig(new FakeHost({ files }), "config");
  assert.equal(users.get("u")?.exec?.command, "./login");
});
