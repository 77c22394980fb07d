import assert from "node:assert/strict";
import { issue, newAuthority } from "../../../../testcluster/certificates.ts";
import type { TransportOptions } from "../../../../src/kube/transport/transport.ts";
import { systemRoots } from "../../../../src/kube/transport/system_roots.ts";
import { makeTrusting, trustOnly, withoutMeddling } from "../../../../src/kube/transport/trust.ts";
import { authorityConstraint, extension } from "../../../../testcluster/certificate_extensions.ts";
import { sequence } from "../../../../testcluster/der.ts";
import { FakeHost } from "../../support/fake_host.ts";
import { rawServer } from "../support/raw_server.ts";
import { unusual } from "../support/unusual_certificates.ts";

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
  Deno.test(`systemRoots() reads ${what}`, async () => {
    const found = await systemRoots(new FakeHost({ files, env }), false);
    assert.equal(found?.map(({ pem }) => pem).join("\n"), expected);
  });
}

function hostNow(files: Record<string, string>, env: Record<string, string> = {}): FakeHost {
  const host = new FakeHost({ files, env });
  host.time = Date.now();
  return host;
}

Deno.test("trustOnly() trusts a CA alone, and without one the system's certificates", async () => {
  const host = hostNow({ [bundle]: system.certificate });
  const pems = async (options: Pick<TransportOptions, "ca">) =>
    (await trustOnly(host, options)).trusted.map(({ pem }) => pem);
  assert.deepEqual(await pems({ ca: own.certificate }), [own.certificate]);
  assert.deepEqual(await pems({}), [system.certificate]);
});

const damaged = "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n";
const expired = unusual({
  name: "old",
  extensions: [authorityConstraint()],
  notBefore: new Date("2020-01-01T00:00:00Z"),
  notAfter: new Date("2021-01-01T00:00:00Z"),
}).certificate;

Deno.test("trustOnly() passes over what can't be used in the system's own store", async () => {
  const host = hostNow({ [bundle]: damaged + expired + system.certificate + damaged });
  const { trusted, passedOver } = await trustOnly(host, {});
  assert.deepEqual(trusted.map(({ pem }) => pem), [system.certificate]);
  assert.deepEqual(passedOver, [
    `a certificate in ${bundle} is malformed`,
    `"old" in ${bundle} expired on 2021-01-01 00:00 UTC`,
    `a certificate in ${bundle} is malformed`,
  ]);
});

const nobodyLeft: readonly (readonly [
  what: string,
  host: FakeHost,
  options: Pick<TransportOptions, "ca" | "caOrigin">,
  message: string,
])[] = [
  [
    "an expired CA",
    hostNow({}),
    { ca: expired, caOrigin: "/home/me/ca.pem" },
    `certificate has expired or is not yet valid\nNo certificate is left to trust: "old" in /home/me/ca.pem expired on 2021-01-01 00:00 UTC.`,
  ],
  [
    "a damaged SSL_CERT_FILE",
    hostNow({ "/own": damaged }, { SSL_CERT_FILE: "/own" }),
    {},
    "certificate signed by unknown authority\nNo certificate is left to trust: a certificate in /own is malformed.",
  ],
  [
    "an SSL_CERT_FILE with other text",
    hostNow({ "/own": "x" }, { SSL_CERT_FILE: "/own" }),
    {},
    "certificate signed by unknown authority\nNo certificate is left to trust: there is none in /own.",
  ],
  [
    "a damaged and an expired one in SSL_CERT_DIR",
    hostNow({ "/d/1": damaged, "/d/2": expired }, { SSL_CERT_DIR: "/d" }),
    {},
    `certificate signed by unknown authority\nNo certificate is left to trust: a certificate in /d/1 is malformed; "old" in /d/2 expired on 2021-01-01 00:00 UTC.`,
  ],
];
for (const [what, host, options, message] of nobodyLeft) {
  Deno.test(`trustOnly() names the file of ${what}, where nobody is left to trust`, async () => {
    await assert.rejects(trustOnly(host, options), {
      name: "ConfigError",
      message:
        `Unable to connect to the server: tls: failed to verify certificate: x509: ${message}`,
    });
  });
}

/** One that our look takes and rustls does not: only the runtime itself can tell. */
const notForRustls = unusual({
  name: "odd",
  extensions: [authorityConstraint(), extension("2.5.29.32", sequence(), true)],
}).certificate;
const bad: readonly (readonly [what: string, pem: string])[] = [
  ["damaged", damaged],
  ["no base64", "-----BEGIN CERTIFICATE-----\n???\n-----END CERTIFICATE-----\n"],
  ["cut off", system.certificate.replace(/\n.{20}[^]*?-----END/, "\n-----END")],
  ["without its end", system.certificate.replace(/-----END[^]*/, "\n")],
  ["under another label", system.certificate.replaceAll(" CERTIFICATE", " TRUSTED CERTIFICATE")],
  ["expired", expired],
  ["with an extension that rustls refuses", notForRustls],
  ["a key", own.key],
];
Deno.test("a transport passes over what it can't use in the kubeconfig's bundle", async () => {
  const probes = bad.flatMap(([, pem]) => {
    const ca = pem + own.certificate + pem;
    return [{ at: "own", ca }, { at: "own", ca, serverName }, { at: "system", ca }] as const;
  });
  const expected = bad.flatMap(() => ["200", "200", unknownAuthority]);
  assert.deepEqual(await outcomes({}, ...probes), expected);
});

Deno.test("a transport passes over what it can't use in SSL_CERT_FILE and SSL_CERT_DIR", async () => {
  const all = bad.map(([, pem]) => pem);
  const probes = [
    { at: "system" },
    { at: "system", serverName },
    { at: "own" },
    { at: "own", serverName },
  ] as const;
  const expected = ["200", "200", unknownAuthority, unknownAuthority];
  await withFile([...all, system.certificate, ...all].join(""), async (file) => {
    assert.deepEqual(await outcomes({ SSL_CERT_FILE: file }, ...probes), expected);
  });
  const folder = await Deno.makeTempDir();
  try {
    for (const [i, pem] of [...all, system.certificate, ...all].entries()) {
      await Deno.writeTextFile(`${folder}/${i}`, pem);
    }
    assert.deepEqual(await outcomes({ SSL_CERT_DIR: folder }, ...probes), expected);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("makeTrusting() says why nobody is left that the runtime can use", () => {
  const trusted = [{ pem: damaged, what: () => '"odd" in ca.pem' }];
  const make = (caCerts: string[]) => Deno.createHttpClient({ caCerts }).close();
  assert.throws(() => makeTrusting(hostNow({}).env, { trusted, passedOver: [] }, make), {
    name: "ConfigError",
    message: /\nNo certificate is left to trust: "odd" in ca\.pem can't be used by this program: /,
  });
});
