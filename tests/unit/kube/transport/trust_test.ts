import assert from "node:assert/strict";
import { issue, newAuthority } from "../../../../testcluster/certificates.ts";
import type { TransportOptions } from "../../../../src/kube/transport/transport.ts";
import { trustOnly, withoutMeddling } from "../../../../src/kube/transport/trust.ts";
import { FakeHost } from "../../support/fake_host.ts";
import { rawServer } from "../support/raw_server.ts";

const own = newAuthority("own");
const system = newAuthority("system");
const hosts = ["127.0.0.1", "localhost"];
const certificate = { usage: "server", commonName: "server", hosts } as const;
const probe = new URL("../support/trust_probe.ts", import.meta.url).pathname;
const unknownAuthority =
  "Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority";

type Probe = Partial<TransportOptions> & { readonly at: "own" | "system" };

/** Starts a process of its own for what the runtime settles once for all. */
async function outcomes(env: Record<string, string>, ...probes: Probe[]): Promise<string[]> {
  using servers = {
    own: rawServer(issue(own, certificate)),
    system: rawServer(issue(system, certificate)),
    [Symbol.dispose]() {
      this.own[Symbol.dispose]();
      this.system[Symbol.dispose]();
    },
  };
  const args = probes.map(({ at, ...options }) =>
    JSON.stringify({ server: `https://127.0.0.1:${servers[at].port}`, insecure: false, ...options })
  );
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", probe, ...args],
    clearEnv: true,
    env: { HOME: Deno.env.get("HOME") ?? "", NO_COLOR: "1", ...env },
  }).output();
  assert.equal(new TextDecoder().decode(stderr), "");
  return new TextDecoder().decode(stdout).trim().split("\n");
}

async function withFile<T>(text: string, use: (path: string) => Promise<T>): Promise<T> {
  const path = await Deno.makeTempFile({ suffix: ".pem" });
  try {
    await Deno.writeTextFile(path, text);
    return await use(path);
  } finally {
    await Deno.remove(path);
  }
}

const serverName = "localhost";

Deno.test("a transport trusts the kubeconfig's CA alone, whatever the environment adds", async () => {
  await withFile(system.certificate, async (file) => {
    const env = {
      SSL_CERT_FILE: file,
      DENO_CERT: file,
      DENO_TLS_CA_STORE: "system,mozilla",
      NODE_EXTRA_CA_CERTS: file,
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
    };
    const ca = own.certificate;
    const found = await outcomes(
      env,
      { at: "own", ca },
      { at: "system", ca },
      { at: "own", ca, serverName },
      { at: "system", ca, serverName },
    );
    assert.deepEqual(found, ["200", unknownAuthority, "200", unknownAuthority]);
  });
});

Deno.test("a transport with tls-server-name as the first of its process trusts no more", async () => {
  await withFile(system.certificate, async (file) => {
    const env = {
      SSL_CERT_FILE: file,
      DENO_CERT: file,
      DENO_TLS_CA_STORE: "system",
      NODE_EXTRA_CA_CERTS: file,
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
    };
    const probe = { at: "system", ca: own.certificate, serverName } as const;
    assert.deepEqual(await outcomes(env, probe), [unknownAuthority]);
  });
});

Deno.test("a transport without a CA trusts the system's certificates, SSL_CERT_FILE among them", async () => {
  await withFile(system.certificate, async (file) => {
    const env = { SSL_CERT_FILE: file };
    const found = await outcomes(
      env,
      { at: "system" },
      { at: "own" },
      { at: "system", serverName },
      { at: "own", serverName },
    );
    assert.deepEqual(found, ["200", unknownAuthority, "200", unknownAuthority]);
  });
});

Deno.test("a transport without a CA does not trust DENO_CERT", async () => {
  await withFile(own.certificate, async (file) => {
    assert.deepEqual(await outcomes({ DENO_CERT: file }, { at: "own" }), [unknownAuthority]);
  });
});

Deno.test("transports with and without a CA in one process trust each its own", async () => {
  await withFile(system.certificate, async (file) => {
    const ca = own.certificate;
    const found = await outcomes(
      { SSL_CERT_FILE: file },
      { at: "own", ca },
      { at: "system" },
      { at: "system", ca },
      { at: "own" },
    );
    assert.deepEqual(found, ["200", "200", unknownAuthority, unknownAuthority]);
  });
});

Deno.test("a transport without a CA reads the folder that SSL_CERT_DIR names", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/any name`, system.certificate);
    const found = await outcomes({ SSL_CERT_DIR: folder }, { at: "system" }, { at: "own" });
    assert.deepEqual(found, ["200", unknownAuthority]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a transport with insecure-skip-tls-verify takes any certificate", async () => {
  assert.deepEqual(await outcomes({}, { at: "own", insecure: true }), ["200"]);
});

Deno.test("a transport goes to loopback directly, whatever proxy the environment names", async () => {
  const env = { HTTPS_PROXY: "http://127.0.0.1:1", ALL_PROXY: "http://127.0.0.1:1" };
  const ca = own.certificate;
  assert.deepEqual(await outcomes(env, { at: "own", ca }, { at: "own", ca, serverName }), [
    "200",
    "200",
  ]);
});

Deno.test("withoutMeddling() leaves the environment as it was", () => {
  const before = { DENO_CERT: "a", HTTPS_PROXY: "b", no_proxy: "c", DENO_TLS_CA_STORE: "mozilla" };
  const host = new FakeHost({ env: before });
  const during = withoutMeddling(host.env, () => host.env.all());
  assert.deepEqual(during, { DENO_TLS_CA_STORE: "" });
  assert.deepEqual(host.env.all(), before);
});

const bundle = "/etc/pki/tls/certs/ca-bundle.crt";
const roots: readonly (readonly [
  what: string,
  files: Record<string, string>,
  env: Record<string, string>,
  expected: string,
])[] = [
  ["the bundle", { [bundle]: "BUNDLE" }, {}, "BUNDLE"],
  ["SSL_CERT_FILE, beside the usual folders' certificates", { [bundle]: "BUNDLE", "/own": "OWN" }, {
    SSL_CERT_FILE: "/own",
  }, "OWN\nBUNDLE"],
  ["SSL_CERT_DIR, beside the bundle", { [bundle]: "BUNDLE", "/d/1": "ONE", "/d/2": "TWO" }, {
    SSL_CERT_DIR: "/none:/d",
  }, "BUNDLE\nONE\nTWO"],
  ["SSL_CERT_FILE and SSL_CERT_DIR alone", { [bundle]: "BUNDLE", "/d/1": "ONE", "/own": "OWN" }, {
    SSL_CERT_FILE: "/own",
    SSL_CERT_DIR: "/d",
  }, "OWN\nONE"],
  ["a usual folder where there is no bundle", { "/etc/ssl/certs/a.pem": "A" }, {}, "A"],
];
for (const [what, files, env, expected] of roots) {
  Deno.test(`trustOnly() without a CA reads ${what}`, async () => {
    assert.deepEqual(await trustOnly(new FakeHost({ files, env }), undefined), [expected]);
  });
}

Deno.test("trustOnly() trusts a CA alone", async () => {
  assert.deepEqual(await trustOnly(new FakeHost({ files: { [bundle]: "BUNDLE" } }), "CA"), ["CA"]);
});
