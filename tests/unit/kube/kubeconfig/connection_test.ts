import assert from "node:assert/strict";
import { loadConnection } from "../../../../src/kube/kubeconfig/connection.ts";
import type { ConnectionFlags } from "../../../../src/kube/kubeconfig/connection_flags.ts";
import { FakeHost } from "../../support/fake_host.ts";
import { kubeconfigText } from "../support/kubeconfig_text.ts";

type Dict = Record<string, unknown>;

function hostWith(cluster: Dict = {}, user: Dict = {}, context: Dict = {}): FakeHost {
  const files = {
    "/k/config": kubeconfigText(cluster, user, context),
    "/k/ca.crt": "CA",
    "/k/u.crt": "CERT",
    "/k/u.key": "KEY",
    "/other.crt": "OTHER",
  };
  return new FakeHost({ files, env: { KUBECONFIG: "/k/config" } });
}

const inPod = {
  files: {
    "/var/run/secrets/kubernetes.io/serviceaccount/token": "t",
    "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt": "CA",
    "/var/run/secrets/kubernetes.io/serviceaccount/namespace": "pod-ns\n",
  },
  env: { KUBERNETES_SERVICE_HOST: "10.0.0.1", KUBERNETES_SERVICE_PORT: "443" },
};

Deno.test("loadConnection() takes what the current context names, its files read", async () => {
  const host = hostWith(
    { "certificate-authority": "ca.crt" },
    { "client-certificate": "u.crt", "client-key": "u.key" },
    { namespace: "ns" },
  );
  const { server, namespace, cluster, user } = await loadConnection(host, {});
  assert.deepEqual([server, namespace], ["https://api.example.com:6443", "ns"]);
  assert.equal(cluster.certificateAuthorityData, "CA");
  assert.deepEqual([user.clientCertificateData, user.clientKeyData], ["CERT", "KEY"]);
});

Deno.test("loadConnection() lets flags override single fields", async () => {
  const host = hostWith({ "tls-server-name": "inner" }, {
    token: "t",
    "as-groups": ["g"],
    as: "a",
  });
  const flags: ConnectionFlags = {
    namespace: "flag",
    token: "flag-token",
    as: "b",
    asUserExtra: { k: ["v"] },
    requestTimeout: 5,
  };
  const { namespace, user, cluster, requestTimeout } = await loadConnection(host, flags);
  assert.deepEqual([namespace, user.token, requestTimeout], ["flag", "flag-token", 5]);
  assert.equal(cluster.tlsServerName, "inner");
  assert.deepEqual(user.impersonate, {
    user: "b",
    uid: undefined,
    groups: ["g"],
    extra: { k: ["v"] },
  });
});

Deno.test("loadConnection() drops the kubeconfig's tls-server-name with --server", async () => {
  const host = hostWith({ "tls-server-name": "inner" });
  const { server, cluster } = await loadConnection(host, { server: "https://other" });
  assert.deepEqual([server, cluster.tlsServerName], ["https://other", undefined]);
});

Deno.test("loadConnection() replaces data by --certificate-authority and the client's files", async () => {
  const data = btoa("x");
  const host = hostWith(
    { "certificate-authority-data": data, "insecure-skip-tls-verify": true },
    { "client-certificate-data": data, "client-key-data": data },
  );
  const { cluster, user } = await loadConnection(host, {
    certificateAuthority: "/k/ca.crt",
    clientCertificate: "/other.crt",
  });
  assert.equal(cluster.certificateAuthorityData, "CA");
  assert.equal(cluster.insecureSkipTlsVerify, undefined);
  assert.deepEqual([user.clientCertificateData, user.clientKeyData], ["OTHER", "x"]);
});

Deno.test("loadConnection() forgets the CA with --insecure-skip-tls-verify", async () => {
  const host = hostWith({ "certificate-authority": "nope" });
  const { cluster } = await loadConnection(host, { insecureSkipTlsVerify: true });
  assert.equal(cluster.certificateAuthorityData, undefined);
  assert.equal(cluster.insecureSkipTlsVerify, true);
});

Deno.test("loadConnection() sends no credentials of the kubeconfig over plain http, but impersonates", async () => {
  const host = hostWith({ server: "http://127.0.0.1:8001" }, { token: "t", as: "a" });
  const { user } = await loadConnection(host, {});
  assert.deepEqual(user, { impersonate: { user: "a", uid: undefined, groups: [], extra: {} } });
});

Deno.test("loadConnection() prefers a user in the server's address to all but the certificate", async () => {
  const data = btoa("x");
  const certificate = { "client-certificate-data": data, "client-key-data": data };
  const host = hostWith({ server: "https://me:pass%20word@h" }, { token: "t", ...certificate });
  const { server, user } = await loadConnection(host, {});
  assert.equal(server, "https://h");
  assert.deepEqual([user.username, user.password, user.token], ["me", "pass word", undefined]);
  assert.equal(user.clientCertificateData, "x");
});

Deno.test("loadConnection() uses the Pod's own cluster where no server is named", async () => {
  const { server, namespace, cluster, user } = await loadConnection(new FakeHost(inPod), {});
  assert.deepEqual([server, namespace], ["https://10.0.0.1:443", "pod-ns"]);
  assert.equal(cluster.certificateAuthorityData, "CA");
  assert.equal(user.tokenFile, "/var/run/secrets/kubernetes.io/serviceaccount/token");
});

Deno.test("loadConnection() in a Pod goes by POD_NAMESPACE, IPv6 and --token", async () => {
  const env = { ...inPod.env, KUBERNETES_SERVICE_HOST: "fd00::1", POD_NAMESPACE: "down" };
  const host = new FakeHost({ ...inPod, env });
  const { server, namespace, user } = await loadConnection(host, { token: "t" });
  assert.deepEqual([server, namespace], ["https://[fd00::1]:443", "down"]);
  assert.deepEqual([user.token, user.tokenFile], ["t", undefined]);
});

Deno.test("loadConnection() in a Pod gives a kubeconfig without a namespace the Pod's", async () => {
  const files = { ...inPod.files, "/k": kubeconfigText() };
  const host = new FakeHost({ files, env: { ...inPod.env, KUBECONFIG: "/k" } });
  const { server, namespace } = await loadConnection(host, {});
  assert.deepEqual([server, namespace], ["https://api.example.com:6443", "pod-ns"]);
});

Deno.test("loadConnection() falls back to KUBERNETES_MASTER, then localhost:8080, and says why", async () => {
  const none = await loadConnection(new FakeHost(), {});
  assert.equal(none.server, "http://localhost:8080");
  assert.match(none.hint ?? "", /^No kubeconfig was found/);
  const master = await loadConnection(
    new FakeHost({ env: { KUBERNETES_MASTER: "https://master" } }),
    {},
  );
  assert.equal(master.server, "https://master");
  const host = new FakeHost({ files: { "/k": "{}" }, env: { KUBECONFIG: "/k" } });
  assert.match((await loadConnection(host, {})).hint ?? "", /^No context is chosen in \/k/);
});

Deno.test("loadConnection() takes a context whose cluster is not there for one without a server", async () => {
  const { server, hint } = await loadConnection(
    hostWith({}, {}, { cluster: "nope", user: "no" }),
    {},
  );
  assert.equal(server, "http://localhost:8080");
  assert.match(hint ?? "", /context "x" .* leads to no cluster with a server .*"nope"/);
});

const exec = {
  apiVersion: "client.authentication.k8s.io/v1",
  command: "c",
  interactiveMode: "Never",
};
const data = btoa("x");

interface FaultRow {
  readonly what: string;
  readonly cluster?: Dict;
  readonly user?: Dict;
  readonly flags?: ConnectionFlags;
  readonly message: string;
}

const faults: readonly FaultRow[] = [
  {
    what: "a context that is not there",
    flags: { context: "no" },
    message: "Error in configuration: context was not found for specified context: no",
  },
  {
    what: "a user that is not there",
    flags: { user: "no" },
    message: 'error: auth info "no" does not exist',
  },
  {
    what: "a cluster that is not there",
    flags: { cluster: "no" },
    message: 'error: no server found for cluster "no"',
  },
  {
    what: "a context that is not there, with --namespace",
    flags: { context: "no", namespace: "n" },
    message: 'error: context "no" does not exist',
  },
  {
    what: "a cluster that is not there, with --namespace",
    flags: { cluster: "no", namespace: "n" },
    message: 'error: cluster "no" does not exist',
  },
  {
    what: "a CA file that is not there",
    cluster: { "certificate-authority": "no" },
    message:
      "error: unable to read certificate-authority /k/no for c due to open /k/no: no such file or directory",
  },
  {
    what: "a CA twice",
    cluster: { "certificate-authority": "ca.crt", "certificate-authority-data": data },
    message:
      "error: certificate-authority-data and certificate-authority are both specified for c. certificate-authority-data will override.",
  },
  {
    what: "a certificate without its key",
    user: { "client-certificate-data": data },
    message:
      "error: client-key-data or client-key must be specified for u to use the clientCert authentication method.",
  },
  {
    what: "several faults at once",
    user: { "client-certificate": "no", "client-key": "no2" },
    message: "Error in configuration: \n" +
      "* unable to read client-cert /k/no for u due to open /k/no: no such file or directory\n" +
      "* unable to read client-key /k/no2 for u due to open /k/no2: no such file or directory",
  },
  {
    what: "a token beside a password",
    user: { token: "t", username: "n" },
    message:
      "error: more than one authentication method found for u; found [token basicAuth], only one is allowed",
  },
  {
    what: "a tokenFile beside a password",
    user: { tokenFile: "t", username: "n" },
    message: "error: username/password or bearer token may be set, but not both",
  },
  {
    what: "groups to impersonate without a user",
    flags: { asGroup: ["g"] },
    message: "error: requesting uid, groups or user-extra for u without impersonating a user",
  },
  {
    what: "an exec plugin without a mode",
    user: { exec: { ...exec, interactiveMode: undefined } },
    message: "error: interactiveMode must be specified for u to use exec authentication plugin",
  },
  {
    what: "an exec plugin with another mode",
    user: { exec: { ...exec, interactiveMode: "Sometimes" } },
    message: 'error: invalid interactiveMode for u: "Sometimes"',
  },
  {
    what: "an exec plugin beside an auth-provider",
    user: { exec, "auth-provider": { name: "oidc" } },
    message: "error: authProvider cannot be provided in combination with an exec plugin for u",
  },
  {
    what: "an exec plugin without a command",
    user: { exec: { ...exec, command: "" } },
    message: "error: command must be specified for u to use exec authentication plugin",
  },
  {
    what: "a proxy with another scheme",
    cluster: { "proxy-url": "ftp://x:s3cret@y" },
    message:
      'error: invalid \'proxy-url\' for cluster "c": unsupported scheme "ftp", must be http, https, or socks5',
  },
];
for (const { what, cluster, user, flags = {}, message } of faults) {
  Deno.test(`loadConnection() refuses ${what} in kubectl's words`, async () => {
    await assert.rejects(loadConnection(hostWith(cluster, user), flags), {
      name: "ConfigError",
      message,
    });
  });
}

Deno.test("loadConnection() refuses a current-context that is not there", async () => {
  const host = new FakeHost({
    files: { "/k": "current-context: nope" },
    env: { KUBECONFIG: "/k" },
  });
  await assert.rejects(loadConnection(host, {}), {
    message: "Error in configuration: context was not found for specified context: nope",
  });
});
