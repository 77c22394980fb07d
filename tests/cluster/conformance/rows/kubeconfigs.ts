// Which files are read, how they are merged, and what in them is an error.

import { config, type Row } from "../row.ts";
import type { World } from "../world.ts";

function good({ server, caData, token }: World): string {
  return config({ server, "certificate-authority-data": caData }, { token });
}

function split(world: World) {
  const { server, caData, token, otherToken } = world;
  return {
    "a/contexts": "current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u}}]\n",
    "b/clusters":
      `clusters: [{name: c, cluster: {server: "${server}", certificate-authority: ca.crt}}]
contexts: [{name: x, context: {namespace: never, user: other}}]
current-context: never
`,
    "b/ca.crt": world.ca,
    "c/users": `users: [{name: u, user: {tokenFile: token}}, {name: other, user: {token: x}}]\n`,
    "c/token": `${token}\n`,
    "d/late": config({ server: "https://127.0.0.1:1" }, { token: otherToken }),
    unused: caData,
  };
}

/** A kubeconfig in YAML, with places for what a row is about. */
function yaml(world: World, { head = "", cluster = "", user = "", tail = "" } = {}): string {
  const { server, caData, token } = world;
  return `${head}
current-context: x
contexts: [{name: x, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: ${
    cluster || `{server: "${server}", certificate-authority-data: ${caData}}`
  }}]
users: [{name: u, user: ${user || `{token: "${token}"}`}}]
${tail}`;
}

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(2 * text.length + 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, littleEndian);
  for (let at = 0; at < text.length; at++) {
    view.setUint16(2 * at + 2, text.charCodeAt(at), littleEndian);
  }
  return bytes;
}

/** What YAML can be, each of them a kubeconfig that works. */
const forms: readonly (readonly [what: string, text: (world: World) => string | Uint8Array])[] = [
  ["UTF-16 with a byte order mark, little end first", (w) => utf16(yaml(w), true)],
  ["UTF-16 with a byte order mark, big end first", (w) => utf16(good(w), false)],
  ["UTF-8 with a byte order mark", (w) => `\ufeff${yaml(w)}`],
  ["lines that end in CR LF", (w) => yaml(w).replaceAll("\n", "\r\n")],
  ["!!binary", (w) => yaml(w, { user: `{token: !!binary ${btoa(w.token)}}` })],
  ["!!str", (w) => yaml(w, { user: `{token: !!str ${w.token}}` })],
  ["!!python/unicode", (w) => yaml(w, { user: `{token: !!python/unicode '${w.token}'}` })],
  ["a tag of its own", (w) => yaml(w, { user: `{token: !mine '${w.token}'}` })],
  ["a tag on a mapping", (w) => yaml(w, { user: `!!python/dict {token: '${w.token}'}` })],
  ["1,001 aliases", (w) => yaml(w, { head: `x: [&a b${", *a".repeat(1_001)}]` })],
  [
    "<< after a key, which it overrides",
    (w) =>
      yaml(w, {
        head: `b: &b {server: "${w.server}", certificate-authority-data: ${w.caData}}`,
        cluster: '{server: "https://127.0.0.1:1", <<: *b}',
      }),
  ],
  [
    "<< before a key, which overrides it",
    (w) =>
      yaml(w, {
        head: `b: &b {server: "https://127.0.0.1:1", certificate-authority-data: ${w.caData}}`,
        cluster: `{<<: *b, server: "${w.server}"}`,
      }),
  ],
  [
    "<< of several, the first of which wins",
    (w) =>
      yaml(w, {
        head:
          `a: &a {server: "${w.server}"}\nb: &b {server: "https://127.0.0.1:1", certificate-authority-data: ${w.caData}}`,
        cluster: "{<<: [*a, *b]}",
      }),
  ],
  ["a token with blanks at its end", (w) => yaml(w, { user: `{token: "${w.token} "}` })],
  ["JSON with text after it", (w) => `${good(w)}\ndone\n`],
  ["a broken second document", (w) => yaml(w, { tail: "---\n]{\n" })],
  ["an end, and anything behind it", (w) => yaml(w, { tail: "...\n%]\n" })],
  ["a directive and comments before it", (w) => yaml(w, { head: "# c\n%YAML 1.1\n# c\n---" })],
  ["<< twice", (w) =>
    yaml(w, {
      head: `a: &a {token: never}\nb: &b {token: "${w.token}"}`,
      user: "{<<: *a, <<: *b}",
    })],
  ["a second document", (w) => yaml(w, { tail: "---\nusers: []\n" })],
];

export const kubeconfigRows: Row[] = [
  ...forms.map(([what, text]): Row => ({
    name: `kubeconfig: YAML with ${what}`,
    files: (w) => ({ config: text(w) }),
    expect: "same",
  })),
  {
    name: "kubeconfig: ./.kube/config without a HOME",
    files: (w) => ({ ".kube/config": good(w) }),
    env: () => ({ KUBECONFIG: "", HOME: "" }),
    expect: "same",
  },
  {
    name: "kubeconfig: files that KUBECONFIG names and that are not there",
    files: () => ({}),
    env: () => ({ KUBECONFIG: "/nowhere/one:/nowhere/two" }),
    expect: {
      kubectl: /localhost:8080 was refused/,
      ours: /KUBECONFIG names \/nowhere\/one, \/nowhere\/two, which are not there\./,
    },
  },
  {
    name: "kubeconfig: its text in KUBECONFIG",
    files: () => ({}),
    env: () => ({ KUBECONFIG: "users:\n- name: u\n  user: {token: hidden}\n" }),
    expect: {
      kubectl: /./,
      ours:
        /^error: KUBECONFIG holds data, such as the text of a kubeconfig, where the path of a file belongs\n$/,
    },
  },
  {
    name: "kubeconfig: its text in --kubeconfig",
    files: () => ({}),
    flags: () => ['--kubeconfig={"users": [{"user": {"token": "hidden"}}]}'],
    expect: { kubectl: /hidden/, ours: /^error: --kubeconfig holds data[^\n]*belongs\n$/ },
  },
  ...["https://127.0.0.1:1 ", " https://127.0.0.1:1", "https://127.0. 0.1:1", "127.0.0.1:1 "].map(
    (server): Row => ({
      name: `kubeconfig: a blank in the server ${JSON.stringify(server)}`,
      files: () => ({ config: config({ server }) }),
      expect: {
        kubectl: /host must be a URL|invalid character|invalid port/,
        ours: /error: host must be a URL or a host:port pair: ".*"\nThere is a blank/,
      },
    }),
  ),
  {
    name: "kubeconfig: KUBECONFIG names one file",
    files: (w) => ({ config: good(w) }),
    expect: "same",
  },
  {
    name: "kubeconfig: --kubeconfig comes before KUBECONFIG",
    files: (w) => ({ config: "nonsense: [", other: good(w) }),
    flags: (_, folder) => ["--kubeconfig", `${folder}/other`],
    expect: "same",
  },
  {
    name: "kubeconfig: --kubeconfig is relative to the working directory",
    files: (w) => ({ "sub/config": good(w) }),
    flags: () => ["--kubeconfig=sub/config"],
    expect: "same",
  },
  {
    name: "kubeconfig: ~/.kube/config",
    files: (w) => ({ ".kube/config": good(w) }),
    env: () => ({ KUBECONFIG: "" }),
    expect: "same",
  },
  {
    name:
      "kubeconfig: several files, the first of an entry wins whole, missing and repeated ones do no harm, paths against their file",
    files: split,
    env: (_, f) => ({
      KUBECONFIG:
        `${f}/none::${f}/a/contexts:${f}/b/clusters:${f}/c/users:${f}/d/late:${f}/b/clusters`,
    }),
    expect: "same",
  },
  {
    name: "kubeconfig: the namespace of the context",
    files: ({ server, caData, token }) => ({
      config: config({ server, "certificate-authority-data": caData }, { token }, {
        namespace: "of-context",
      }),
    }),
    expect: "same",
  },
  {
    name: "kubeconfig: YAML with anchors, merge keys, a second document and fields nobody knows",
    files: ({ server, caData, token }) => ({
      config: `# a comment
---
apiVersion: v1
kind: Config
preferences: {}
future: {field: [1, 2]}
base: &base
  certificate-authority-data: ${caData}
  insecure-skip-tls-verify: no
clusters:
- name: c
  cluster: {<<: *base, server: "${server}"}
users:
- {name: u, user: {token: ${token}}}
contexts:
- name: x
  context:
    cluster: c
    user: u
current-context: x
---
current-context: never
`,
    }),
    expect: "same",
  },
  {
    name: "kubeconfig: a server by IPv6",
    files: ({ ipv6Port, caData, token }) => ({
      config: config(
        { server: `https://[::1]:${ipv6Port}`, "certificate-authority-data": caData },
        { token },
      ),
    }),
    expect: "same",
  },
  {
    name: "kubeconfig: a server by name",
    files: ({ port, caData, token }) => ({
      config: config(
        { server: `https://localhost:${port}`, "certificate-authority-data": caData },
        { token },
      ),
    }),
    expect: "same",
  },
  {
    name: "kubeconfig: a server with a path, as Rancher has it",
    files: ({ frontPort, caData, token }) => ({
      config: config({
        server: `https://127.0.0.1:${frontPort}/k8s/clusters/c-1`,
        "certificate-authority-data": caData,
      }, { token }),
    }),
    expect: "same",
  },
  {
    name: "kubeconfig: a server with a path, a slash at its end and a query",
    files: ({ frontPort, caData, token }) => ({
      config: config({
        server: `https://127.0.0.1:${frontPort}/k8s/clusters/c-1/?x=y`,
        "certificate-authority-data": caData,
      }, { token }),
    }),
    flags: () => ["--tls-server-name=localhost"],
    expect: "same",
  },
  {
    name: "kubeconfig: plain http to kubectl proxy, whose user counts and not the kubeconfig's",
    files: ({ kubectlProxy, token }) => ({ config: config({ server: kubectlProxy }, { token }) }),
    expect: "same",
  },
  {
    name: "kubeconfig: plain http with a path",
    files: ({ kubectlProxyWithPath }) => ({ config: config({ server: kubectlProxyWithPath }) }),
    expect: "same",
  },
  {
    name: "kubeconfig: a server without a scheme",
    files: ({ kubectlProxy }) => ({
      config: config({ server: kubectlProxy.replace("http://", "") }),
    }),
    expect: "same",
  },
  {
    name: "kubeconfig: no file at all",
    files: () => ({}),
    expect: {
      error:
        /The connection to the server localhost:8080 was refused - did you specify the right host or port\?/,
    },
  },
  {
    name: "kubeconfig: KUBERNETES_MASTER where no file names a server",
    files: () => ({}),
    env: ({ kubectlProxy }) => ({ KUBERNETES_MASTER: kubectlProxy }),
    expect: "same",
  },
  {
    name: "kubeconfig: a context whose cluster is not there",
    files: (w) => ({ config: good(w).replace('"cluster":"c"', '"cluster":"nope"') }),
    expect: { error: /The connection to the server localhost:8080 was refused/ },
  },
  {
    name: "kubeconfig: no current-context",
    files: (w) => ({ config: good(w).replace('"current-context":"x"', '"current-context":""') }),
    expect: { error: /The connection to the server localhost:8080 was refused/ },
  },
  {
    name: "kubeconfig: --kubeconfig is missing",
    files: () => ({}),
    flags: () => ["--kubeconfig=/nope"],
    expect: { error: /error: stat \/nope: no such file or directory/ },
  },
  {
    name: "kubeconfig: --kubeconfig is a folder",
    files: () => ({ "folder/file": "" }),
    flags: () => ["--kubeconfig=folder"],
    expect: { error: /error: error loading config file "folder": read folder: is a directory/ },
  },
  {
    name: "kubeconfig: current-context that is not there",
    files: () => ({ config: "current-context: nope" }),
    expect: { error: /Error in configuration: context was not found for specified context: nope/ },
  },
  ...[
    ["broken YAML", "users:\n- name: u\n  user: {token: s3cret", /yaml: /],
    ["a tab", "\ttoken: s3cret", /yaml: /],
    ["a number for a token", "users: [{name: u, user: {token: 123}}]", /number/],
    ["a boolean of YAML 1.1 for a token", "users: [{name: u, user: {token: yes}}]", /bool/],
    ["a text for a boolean", 'clusters: [{cluster: {insecure-skip-tls-verify: "true"}}]', /string/],
    ["a mapping for a list", "clusters: {}", /mapping|object/],
    ["a duplicate name", "clusters: [{name: a}, {name: a}]", /duplicate name "a"/],
    ["another kind", "kind: Foo", /no kind "Foo" is registered for version "v1"/],
    [
      "another version",
      "apiVersion: v2\nkind: Config",
      /no kind "Config" is registered for version "v2"/,
    ],
    ["no base64", "clusters: [{name: a, cluster: {certificate-authority-data: $}}]", /base64/],
    ["an anchor within itself", "users: [{name: u, user: {token: &a [*a]}}]", /./],
  ].map(([what, text, words]): Row => ({
    name: `kubeconfig: ${what}`,
    files: () => ({ config: text as string }),
    expect: {
      error: new RegExp(
        `error: error loading config file ".*/config": .*${(words as RegExp).source}`,
      ),
    },
  })),
];
