import assert from "node:assert/strict";
import { parseKubeconfig } from "../../../../src/kube/kubeconfig/kubeconfig.ts";

function parse(text: string) {
  return parseKubeconfig(text, (path) => `/folder/${path}`);
}

const full = `
apiVersion: v1
kind: Config
preferences: {}
current-context: one
contexts:
- name: one
  context: {cluster: c, user: u, namespace: ns}
clusters:
- name: c
  cluster:
    server: https://1.2.3.4
    certificate-authority: ca.crt
    tls-server-name: name
    proxy-url: socks5://p
    insecure-skip-tls-verify: false
    disable-compression: yes
    extensions:
    - {name: client.authentication.k8s.io/exec, extension: {audience: 7}}
users:
- name: u
  user:
    token: t
    tokenFile: token
    client-certificate: u.crt
    client-key-data: ${btoa("key \u00c3\u00bc")}
    as: other
    as-uid: "1"
    as-groups: [a, "b,c"]
    as-user-extra: {k: [v, w]}
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: bin/login
      args: [x]
      env: [{name: A, value: b}]
      installHint: there
      provideClusterInfo: true
`;

Deno.test("parseKubeconfig() reads every field and resolves paths against the file", () => {
  const { currentContext, contexts, clusters, users } = parse(full);
  assert.equal(currentContext, "one");
  assert.deepEqual(contexts.get("one"), { cluster: "c", user: "u", namespace: "ns" });
  assert.deepEqual(clusters.get("c"), {
    server: "https://1.2.3.4",
    certificateAuthority: "/folder/ca.crt",
    certificateAuthorityData: undefined,
    insecureSkipTlsVerify: false,
    tlsServerName: "name",
    proxyUrl: "socks5://p",
    disableCompression: true,
    execConfig: { audience: 7 },
  });
  const user = users.get("u");
  assert.equal(user?.tokenFile, "/folder/token");
  assert.equal(user?.clientCertificate, "/folder/u.crt");
  assert.equal(user?.clientKeyData, "key \u00fc");
  assert.deepEqual(user?.impersonate, {
    user: "other",
    uid: "1",
    groups: ["a", "b,c"],
    extra: { k: ["v", "w"] },
  });
  assert.deepEqual(user?.exec, {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "/folder/bin/login",
    args: ["x"],
    env: { A: "b" },
    installHint: "there",
    provideClusterInfo: true,
    interactiveMode: "IfAvailable",
  });
});

Deno.test("parseKubeconfig() leaves a bare exec command to PATH, and v1 without a mode", () => {
  const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "login" };
  const { users } = parse(JSON.stringify({ users: [{ name: "u", user: { exec } }] }));
  assert.equal(users.get("u")?.exec?.command, "login");
  assert.equal(users.get("u")?.exec?.interactiveMode, undefined);
});

const empty = ["", "---\n", "# nothing\n", "apiVersion: v1", "unknown: 3", "users: [null]", "{}"];
for (const text of empty) {
  Deno.test(`parseKubeconfig() takes ${JSON.stringify(text)} for an empty one`, () => {
    const { currentContext, contexts, clusters } = parse(text);
    assert.equal(currentContext, undefined);
    assert.equal(contexts.size + clusters.size, 0);
  });
}

Deno.test("parseKubeconfig() reads the first of several documents, and the last of two keys", () => {
  const text = "current-context: a\ncurrent-context: b\n---\ncurrent-context: c\n";
  assert.equal(parse(text).currentContext, "b");
});

Deno.test("parseKubeconfig() follows anchors and merge keys", () => {
  const text = `
clusters:
- name: a
  cluster: &a {server: "https://a", tls-server-name: nn}
- name: b
  cluster: {<<: *a, server: "https://b"}`;
  const { server, tlsServerName } = parse(text).clusters.get("b") ?? {};
  assert.deepEqual([server, tlsServerName], ["https://b", "nn"]);
});

const faults: readonly (readonly [text: string, message: RegExp])[] = [
  ["users: [{name: u, user: {token: 123}}]", /^users\[0\].user.token is a number, not text$/],
  ["users: [{name: u, user: {token: yes}}]", /token is a boolean, not text/],
  ["users: [{name: u, user: {token: [s3cret]}}]", /^users\[0\].user.token is a list, not text$/],
  ["users: [{name: u, user: {as-groups: x}}]", /as-groups is a string, not a list/],
  ["users: [{name: u, user: {as-user-extra: {a: b}}}]", /a is a string, not a list/],
  ["users: [3]", /^users\[0\] is a number, not a mapping$/],
  ["users: {}", /^users is a mapping, not a list$/],
  ["current-context: 3", /^current-context is a number, not text$/],
  [
    'clusters: [{name: c, cluster: {insecure-skip-tls-verify: "true"}}]',
    /insecure-skip-tls-verify is a string, not true or false/,
  ],
  [
    "clusters: [{name: c, cluster: {certificate-authority-data: $}}]",
    /certificate-authority-data is not base64/,
  ],
  ["contexts: [{name: a}, {name: a}]", /^duplicate name "a" in contexts$/],
  ["kind: Foo", /^no kind "Foo" is registered for version "v1"$/],
  ["apiVersion: v2", /^no kind "Config" is registered for version "v2"$/],
  ["[]", /^the document is a list, not a mapping$/],
  ["abc", /^the document is a string, not a mapping$/],
];
for (const [text, message] of faults) {
  Deno.test(`parseKubeconfig() refuses ${text}`, () => {
    assert.throws(() => parse(text), { message });
  });
}
