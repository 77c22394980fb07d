// What --check sends, and what the printed curl does: byte for byte, on the wire.

import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { createAccount } from "./account.ts";
import { runCommand } from "./command.ts";
import { serverCertificate, trusting } from "./endpoint.ts";

const cluster = await testCluster();
const namespace = await cluster.namespace("webhook-wire");
await cluster.createRepository(namespace, "bitnami");
await cluster.createRepository(namespace, "my.repo");
using api = cluster.api();
const token = await createAccount(api, namespace);
const env = await trusting(cluster);

interface Recorder extends AsyncDisposable {
  readonly port: number;
  readonly requests: readonly string[];
}

/** Keeps every request as it came, and refuses it, until there is a token in it. */
function record(listener: Deno.Listener<Deno.Conn>): Recorder {
  const requests: string[] = [];
  const serving = (async () => {
    for await (const connection of listener) {
      using _ = connection;
      requests.push(await oneRequest(connection));
      const code = /authorization/i.test(requests.at(-1)!) ? "500 Broken" : "401 Unauthorized";
      const answer = `HTTP/1.1 ${code}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`;
      await connection.write(new TextEncoder().encode(answer));
    }
  })();
  return {
    port: (listener.addr as Deno.NetAddr).port,
    requests,
    async [Symbol.asyncDispose]() {
      listener.close();
      await serving;
    },
  };
}

/** With all bytes that came in one go after the head: a body would be there. */
async function oneRequest(connection: Deno.Conn): Promise<string> {
  const buffer = new Uint8Array(65_536);
  let text = "";
  while (!text.includes("\r\n\r\n")) {
    const count = await connection.read(buffer);
    if (count === null) break;
    text += new TextDecoder("latin1").decode(buffer.subarray(0, count));
  }
  return text;
}

/** The one header in which they must differ. */
function anonymous(request: string): string {
  return request.replace(/^User-Agent: [^\r]+/m, "User-Agent: …");
}

async function checkAndCurl(baseUrl: string, name: string, more: readonly string[] = []) {
  const there = ["--kubeconfig", cluster.adminKubeconfig, "-n", namespace, ...more];
  const words = ["webhook-url", name, "--base-url", baseUrl, ...there];
  await runCommand([...words, "--check"], { env });
  const { stdout } = await runCommand([...words, "--for", "curl"], { env });
  const { SSL_CERT_FILE = "" } = env;
  const curl = new Deno.Command("bash", {
    args: ["-c", stdout.replace("<TOKEN>", token)],
    env: { CURL_CA_BUNDLE: SSL_CERT_FILE, no_proxy: "*" },
    stderr: "null",
  });
  // 22: the answer was an error, as --fail has it.
  assert.equal((await curl.output()).code, 22);
}

function holdsSame({ requests }: Recorder, authority: string): void {
  const [without = "", withToken = "", curl = ""] = requests;
  assert.equal(requests.length, 3);
  assert.equal(anonymous(withToken), anonymous(curl));
  assert.equal(
    anonymous(without),
    anonymous(curl).replace(`Authorization: Bearer ${token}\r\n`, ""),
  );
  assert(curl.includes(`\r\nHost: ${authority}\r\n`), curl);
  assert.match(withToken, /\r\nUser-Agent: kubectl-apprepo\/v/);
  assert.match(curl, /\r\nContent-Length: 0\r\n/);
  assert(curl.endsWith("\r\n\r\n"));
}

const addresses: readonly (readonly [host: string, listen: string])[] = [
  ["127.0.0.1", "127.0.0.1"],
  ["127.8.9.10", "127.8.9.10"],
  ["localhost", "127.0.0.1"],
  ["LOCALHOST", "127.0.0.1"],
  ["[::1]", "::1"],
];

for (const [host, hostname] of addresses) {
  Deno.test(`--check sends what curl does, by http to ${host}`, async () => {
    await using recorder = record(Deno.listen({ hostname, port: 0 }));
    await checkAndCurl(`http://${host}:${recorder.port}`, "bitnami");
    holdsSame(recorder, `${host.toLowerCase()}:${recorder.port}`);
  });
}

Deno.test("--check sends what curl does, by https", async () => {
  const { certificate: cert, key } = serverCertificate(cluster);
  await using recorder = record(
    Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key }) as Deno.Listener<Deno.Conn>,
  );
  await checkAndCurl(`https://127.0.0.1:${recorder.port}`, "bitnami");
  holdsSame(recorder, `127.0.0.1:${recorder.port}`);
});

Deno.test("--check sends what curl does, with a path before and names that are escaped", async () => {
  await using recorder = record(Deno.listen({ hostname: "127.0.0.1", port: 0 }));
  const baseUrl = `http://127.0.0.1:${recorder.port}/kubeapps/it's`;
  await checkAndCurl(baseUrl, "my.repo", ["--cluster-name", "a b'c$d\u00e9[1]{2}"]);
  holdsSame(recorder, `127.0.0.1:${recorder.port}`);
  assert.match(
    recorder.requests[2]!,
    /^POST \/kubeapps\/it's\/api\/v1\/clusters\/a%20b'c%24d%C3%A9%5B1%5D%7B2%7D\//,
  );
});
