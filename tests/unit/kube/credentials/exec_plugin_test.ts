import assert from "node:assert/strict";
import type { ProcessResult } from "../../../../src/host.ts";
import { openExecCredentials } from "../../../../src/kube/credentials/exec_plugin.ts";
import type { ExecConfig } from "../../../../src/kube/kubeconfig/kubeconfig.ts";
import { issue, newAuthority } from "../../../../testcluster/certificates.ts";
import { FakeHost } from "../../support/fake_host.ts";

const apiVersion = "client.authentication.k8s.io/v1";
const login: ExecConfig = {
  apiVersion,
  command: "login",
  args: ["a", "b c"],
  env: { OWN: "2", HOME: "/other" },
  provideClusterInfo: false,
  interactiveMode: "IfAvailable",
};
const target = { server: "https://h:1" };

function printed(status: unknown, more: Record<string, unknown> = {}): ProcessResult {
  return {
    code: 0,
    stdout: JSON.stringify({ apiVersion, kind: "ExecCredential", status, ...more }),
  };
}

function hostThatPrints(...results: ProcessResult[]): FakeHost {
  const left = [...results];
  return new FakeHost({
    env: { HOME: "/me", PATH: "/bin" },
    exec: () => left.length > 1 ? left.shift()! : left[0]!,
  });
}

async function failure(exec: ExecConfig, host: FakeHost): Promise<string> {
  const error = await openExecCredentials(host, exec, target).then(() => undefined, (e) => e);
  assert.equal(error?.name, "ConfigError", String(error));
  const prefix = "Unable to connect to the server: getting credentials: ";
  assert.ok(error.message.startsWith(prefix), error.message);
  return error.message.slice(prefix.length);
}

Deno.test("openExecCredentials() runs the command with args, both environments and KUBERNETES_EXEC_INFO", async () => {
  const host = hostThatPrints(printed({ token: "t" }));
  const credentials = await openExecCredentials(host, login, target);
  assert.equal(await credentials.authorization(), "Bearer t");
  const [program] = host.programs;
  assert.deepEqual([program?.command, program?.args], ["login", ["a", "b c"]]);
  assert.equal(program?.inheritStdin, false);
  const { KUBERNETES_EXEC_INFO, ...env } = program?.env ?? {};
  assert.deepEqual(env, { HOME: "/other", PATH: "/bin", OWN: "2" });
  assert.equal(
    KUBERNETES_EXEC_INFO,
    `{"kind":"ExecCredential","apiVersion":"${apiVersion}","spec":{"interactive":false}}`,
  );
});

Deno.test("openExecCredentials() tells the cluster with provideClusterInfo, as client-go does", async () => {
  const host = hostThatPrints(printed({ token: "t" }));
  await openExecCredentials(host, { ...login, provideClusterInfo: true }, {
    ...target,
    certificateAuthorityData: "CA",
    tlsServerName: "n",
    proxyUrl: "http://p",
    disableCompression: true,
    execConfig: { audience: [1] },
  });
  assert.deepEqual(JSON.parse(host.programs[0]?.env.KUBERNETES_EXEC_INFO ?? "").spec.cluster, {
    server: "https://h:1",
    "tls-server-name": "n",
    "certificate-authority-data": btoa("CA"),
    "proxy-url": "http://p",
    "disable-compression": true,
    config: { audience: [1] },
  });
  const plain = hostThatPrints(printed({ token: "t" }));
  await openExecCredentials(plain, { ...login, provideClusterInfo: true }, target);
  assert.deepEqual(JSON.parse(plain.programs[0]?.env.KUBERNETES_EXEC_INFO ?? "").spec.cluster, {
    server: "https://h:1",
    config: null,
  });
});

for (
  const [mode, isTerminal, interactive] of [
    ["Never", true, false],
    ["IfAvailable", true, true],
    ["IfAvailable", false, false],
    ["Always", true, true],
  ] as const
) {
  Deno.test(`openExecCredentials() ${mode} on ${isTerminal ? "a terminal" : "no terminal"}: interactive ${interactive}`, async () => {
    const host = new FakeHost({ stdin: { isTerminal }, exec: () => printed({ token: "t" }) });
    await openExecCredentials(host, { ...login, interactiveMode: mode }, target);
    const [program] = host.programs;
    assert.equal(program?.inheritStdin, interactive);
    const { spec } = JSON.parse(program?.env.KUBERNETES_EXEC_INFO ?? "");
    assert.equal(spec.interactive, interactive);
  });
}

Deno.test("openExecCredentials() Always without a terminal fails before it runs anything", async () => {
  const host = hostThatPrints(printed({ token: "t" }));
  assert.equal(
    await failure({ ...login, interactiveMode: "Always" }, host),
    "exec plugin cannot support interactive mode: standard input is not a terminal",
  );
  assert.deepEqual(host.programs, []);
});

Deno.test("openExecCredentials() runs again once the credentials have expired, once for all who wait", async () => {
  const soon = "2026-01-01T00:05:00Z";
  const host = hostThatPrints(
    printed({ token: "one", expirationTimestamp: soon }),
    printed({ token: "two" }),
  );
  const credentials = await openExecCredentials(host, login, target);
  host.time += 300_000;
  assert.equal(await credentials.authorization(), "Bearer one");
  host.time += 1;
  const both = await Promise.all([credentials.authorization(), credentials.authorization()]);
  assert.deepEqual(both, ["Bearer two", "Bearer two"]);
  assert.equal(host.programs.length, 2);
});

for (const zero of ["0001-01-01T00:00:00Z", "0001-01-01T02:00:00+02:00"]) {
  Deno.test(`openExecCredentials() never runs again for what expires at ${zero}, Go's zero time`, async () => {
    const host = hostThatPrints(printed({ token: "t", expirationTimestamp: zero }));
    const credentials = await openExecCredentials(host, login, target);
    assert.equal(await credentials.authorization(), "Bearer t");
    assert.equal(host.programs.length, 1);
  });
}

for (const kind of [undefined, null, ""]) {
  Deno.test(`openExecCredentials() takes an answer whose kind is ${JSON.stringify(kind)}`, async () => {
    const host = hostThatPrints(printed({ token: "t" }, { kind }));
    const credentials = await openExecCredentials(host, login, target);
    assert.equal(await credentials.authorization(), "Bearer t");
  });
}

Deno.test("openExecCredentials() gives a certificate, and another one after renew()", async () => {
  const authority = newAuthority("a");
  const pairs = ["one", "two"].map((commonName) =>
    issue(authority, { usage: "client", commonName })
  );
  const host = hostThatPrints(
    ...pairs.map(({ certificate, key }) =>
      printed({ clientCertificateData: certificate, clientKeyData: key })
    ),
  );
  const credentials = await openExecCredentials(host, login, target);
  assert.equal(await credentials.authorization(), undefined);
  assert.equal(credentials.certificate?.cert, pairs[0]?.certificate);
  assert.equal(await credentials.renew(), true);
  assert.equal(credentials.certificate?.cert, pairs[1]?.certificate);
});

Deno.test("openExecCredentials() says how to install what is missing", async () => {
  const text = await failure({ ...login, installHint: "get it" }, new FakeHost());
  assert.match(text, /^exec: executable login not found\n\nIt looks like you are trying/);
  assert.match(text, /\n\nget it$/);
  assert.equal(
    await failure({ ...login, command: "/bin/login" }, new FakeHost()),
    "exec: fork/exec /bin/login: no such file or directory",
  );
});

const v1beta1 = "client.authentication.k8s.io/v1beta1";
const pair = issue(newAuthority("a"), { usage: "client", commonName: "one" });
const other = issue(newAuthority("a"), { usage: "client", commonName: "two" });
const answers: readonly (readonly [result: ProcessResult, message: string])[] = [
  [{ code: 3, stdout: "s3cret" }, "exec: executable login failed with exit code 3"],
  [{ code: 0, stdout: "s3cret" }, "decoding stdout: it is no JSON or YAML object"],
  [{ code: 0, stdout: "{s3cret" }, "decoding stdout: it is no JSON or YAML object"],
  [
    { code: 0, stdout: "" },
    "decoding stdout: it is no JSON or YAML object",
  ],
  [
    printed({ token: "s3cret" }, { apiVersion: v1beta1 }),
    `exec plugin is configured to use API version ${apiVersion}, plugin returned version ${v1beta1}`,
  ],
  [
    printed({ token: "s3cret" }, { kind: "Other" }),
    'decoding stdout: kind is not "ExecCredential"',
  ],
  [printed(undefined), "exec plugin didn't return a status field"],
  [printed({}), "exec plugin didn't return a token or cert/key pair"],
  [printed({ clientKeyData: "s3cret" }), "exec plugin returned only certificate or key, not both"],
  [printed({ token: 7 }), "decoding stdout: status.token is a number, not text"],
  [
    printed({ token: "t", expirationTimestamp: "soon" }),
    "decoding stdout: expirationTimestamp is not a time",
  ],
  [
    printed({ clientCertificateData: "x", clientKeyData: "s3cret" }),
    "failed parsing client key/certificate: tls: failed to find any PEM data in certificate input",
  ],
  [
    printed({ clientCertificateData: pair.certificate, clientKeyData: other.key }),
    "failed parsing client key/certificate: tls: private key does not match public key: the client certificate and the client key are not of one pair",
  ],
];
for (const [result, message] of answers) {
  Deno.test(`openExecCredentials(): ${message}`, async () => {
    assert.equal(await failure(login, hostThatPrints(result)), message);
  });
}

Deno.test("openExecCredentials() refuses a version that is none", async () => {
  const exec = { ...login, apiVersion: "client.authentication.k8s.io/v1alpha1" };
  await assert.rejects(openExecCredentials(hostThatPrints(), exec, target), {
    message: 'error: exec plugin: invalid apiVersion "client.authentication.k8s.io/v1alpha1"',
  });
});

Deno.test("openExecCredentials() refuses a token that no header can carry", async () => {
  await assert.rejects(
    openExecCredentials(hostThatPrints(printed({ token: "a\nb" })), login, target),
    { name: "ConfigError", message: /^error: the token from login \(exec\) has characters/ },
  );
});

Deno.test("openExecCredentials() takes YAML, and refuses cluster information without an end", async () => {
  const yaml = `apiVersion: ${apiVersion}\nkind: ExecCredential\nstatus: {token: t}\n`;
  const host = hostThatPrints({ code: 0, stdout: yaml });
  const credentials = await openExecCredentials(host, login, target);
  assert.equal(await credentials.authorization(), "Bearer t");
  const endless: unknown[] = [];
  endless.push(endless);
  await assert.rejects(
    openExecCredentials(host, { ...login, provideClusterInfo: true }, {
      ...target,
      execConfig: endless,
    }),
    { name: "ConfigError", message: /^error: the cluster's exec extension/ },
  );
});
