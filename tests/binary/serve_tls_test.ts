import assert from "node:assert/strict";
import { issue, newAuthority, type Pair } from "../../testcluster/certificates.ts";
import { testCluster } from "../cluster/support/cluster.ts";
import { apprepo } from "./support/apprepo.ts";
import { burst, countByCode } from "./support/burst.ts";
import { eventually } from "./support/eventually.ts";
import { callerToken } from "./support/callers.ts";
import { HttpClient, refreshPath } from "./support/http_client.ts";
import { RunningReceiver } from "./support/receiver.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;
const sanitizeResources = false;
const authority = newAuthority("senders trust this");

interface CertificateFiles {
  cert: string;
  key: string;
  /** That tell `serve` of both. */
  flags: string[];
  write(pair: Pair): Promise<void>;
}

async function certificateFiles(pair: Pair): Promise<CertificateFiles> {
  const folder = await Deno.makeTempDir({ dir: cluster.folder });
  const [cert, key] = [`${folder}/tls.crt`, `${folder}/tls.key`];
  const files: CertificateFiles = {
    cert,
    key,
    flags: [`--tls-cert-file=${cert}`, `--tls-private-key-file=${key}`],
    async write({ certificate, key }) {
      await Deno.writeTextFile(this.cert, certificate);
      await Deno.writeTextFile(this.key, key);
    },
  };
  await files.write(pair);
  return files;
}

function serverPair(by = authority): Pair {
  return issue(by, { usage: "server", commonName: "receiver", hosts: ["127.0.0.1"] });
}

async function canConnect(url: string, ca: Pair): Promise<boolean> {
  try {
    using client = await HttpClient.connect(url, ca.certificate);
    return (await client.post("/")).code === 404;
  } catch {
    return false;
  }
}

Deno.test({
  name: "serve speaks TLS, and only TLS, with the certificate it is given",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("tls");
    await cluster.createRepository(ns, "my-repo");
    const token = await callerToken(cluster, ns, "ci", ["get", "update"]);
    const { flags } = await certificateFiles(serverPair());
    await using receiver = await RunningReceiver.start({
      kubeconfig,
      args: [...flags, "--header-timeout=3s"],
    });
    assert.match(receiver.url, /^https:/);
    using client = await HttpClient.connect(receiver.url, authority.certificate);
    for (let count = 0; count < 3; count++) {
      assert.equal((await client.post(refreshPath(ns, "my-repo"), token)).code, 200);
    }
    using plain = await HttpClient.connect(receiver.url.replace("https:", "http:"));
    await plain.send("POST / HTTP/1.1\r\nHost: a\r\n\r\n");
    assert.ok(await plain.closes(10_000));
    using silent = await HttpClient.connect(receiver.url.replace("https:", "http:"));
    assert.ok(await silent.closes(10_000), "the handshake has a time, too");
    assert.equal((await fetch(`${receiver.metricsUrl}/healthz`)).status, 200);
    receiver.signal("SIGTERM");
    assert.equal(await receiver.ended(), 0);
  },
});

Deno.test({
  name: "serve goes on with TLS after there was no room for one more connection",
  sanitizeResources,
  async fn() {
    const { flags: args } = await certificateFiles(serverPair());
    await using receiver = await RunningReceiver.start({ kubeconfig, args, descriptors: 120 });
    const { hostname, port } = new URL(receiver.url);
    const silent = await Promise.all(
      Array.from({ length: 100 }, () => Deno.connect({ hostname, port: Number(port) })),
    );
    assert.ok(!await canConnect(receiver.url, authority), "it has none left");
    for (const connection of silent) connection.close();
    await eventually("a connection", async () => {
      return await canConnect(receiver.url, authority) || undefined;
    });
  },
});

Deno.test({
  name: "serve takes a new certificate under load without dropping a request or the port",
  sanitizeResources,
  async fn() {
    const files = await certificateFiles(serverPair());
    await using receiver = await RunningReceiver.start({ kubeconfig, args: files.flags });
    const other = newAuthority("and then this");
    assert.ok(await canConnect(receiver.url, authority));
    assert.ok(!await canConnect(receiver.url, other));
    let goesOn = true;
    function* shots() {
      while (goesOn) yield { path: "/", token: "any" };
    }
    const shooting = burst(receiver.url, shots(), 4, authority.certificate);
    await files.write(serverPair(other));
    const deadline = Date.now() + 60_000;
    while (!await canConnect(receiver.url, other)) assert.ok(Date.now() < deadline);
    goesOn = false;
    assert.deepEqual(Object.keys(countByCode(await shooting)), ["404"]);
    await Deno.writeTextFile(files.key, "rubbish");
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    assert.ok(await canConnect(receiver.url, other), "it keeps the last good one");
    receiver.signal("SIGTERM");
    assert.equal(await receiver.ended(), 0);
    const log = await receiver.log();
    assert.match(log, /the certificate was replaced/);
    assert.match(log, /the certificate is kept as it was: .*tls\.key/);
    assert.ok(!log.includes("PRIVATE KEY"));
  },
});

Deno.test({
  name: "serve lets nobody reach the private end of its TLS",
  sanitizeResources,
  async fn() {
    const { flags: args } = await certificateFiles(serverPair());
    await using receiver = await RunningReceiver.start({ kubeconfig, args });
    const ports = await listeningPorts(receiver.pid);
    const known = [receiver.port, Number(new URL(receiver.metricsUrl).port)];
    const [inner, ...others] = ports.filter((port) => !known.includes(port));
    assert.ok(inner !== undefined && others.length === 0, `${ports}`);
    const url = `https://127.0.0.1:${inner}`;
    assert.ok(!await canConnect(url, authority), "what was not led there gets no answer");
    assert.ok(await canConnect(receiver.url, authority));
  },
});

Deno.test("serve says what is wrong with a certificate instead of starting", async () => {
  const good = serverPair();
  const mixed = await certificateFiles({ ...good, key: serverPair().key });
  const empty = await certificateFiles({ certificate: "", key: good.key });
  for (
    const [{ cert, flags }, expected] of [[mixed, /does not match/], [empty, /PEM data/]] as const
  ) {
    const { code, stderr } = await apprepo(["serve", "--port=0", "--metrics-port=0", ...flags], {
      kubeconfig,
    });
    assert.equal(code, 1);
    assert.match(stderr, expected);
    assert.ok(stderr.includes(cert), stderr);
  }
});

Deno.test({
  name: "serve warns where tokens would come over plain HTTP from elsewhere",
  sanitizeResources,
  async fn() {
    await using open = await RunningReceiver.start({ kubeconfig, args: ["--address=0.0.0.0"] });
    open.signal("SIGTERM");
    await open.ended();
    assert.match(await open.log(), /warning: callers' tokens come over plain HTTP/);
    await using local = await RunningReceiver.start({ kubeconfig });
    local.signal("SIGTERM");
    await local.ended();
    assert.doesNotMatch(await local.log(), /warning/);
  },
});

/** The TCP ports on which a process listens. */
async function listeningPorts(pid: number): Promise<number[]> {
  const inodes = new Set<string>();
  for await (const { name } of Deno.readDir(`/proc/${pid}/fd`)) {
    const target = await Deno.readLink(`/proc/${pid}/fd/${name}`).catch(() => "");
    const [, inode] = /^socket:\[(\d+)\]$/.exec(target) ?? [];
    if (inode !== undefined) inodes.add(inode);
  }
  const lines = (await Deno.readTextFile("/proc/net/tcp")).split("\n").slice(1);
  return lines.map((line) => line.trim().split(/\s+/)).flatMap(([, local, , state, ...rest]) => {
    const isOurs = state === "0A" && inodes.has(rest[5] ?? "");
    return isOurs ? [parseInt(local!.split(":")[1]!, 16)] : [];
  });
}
