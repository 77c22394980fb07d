// Servers by OpenSSL, which can do what rustls can't.

import type { Pair } from "../../../testcluster/certificates.ts";

const script = new URL("openssl_server.py", import.meta.url).pathname;

/**
 * Speaks CBC suites alone; has any key (`weak`); exchanges keys by P-521 alone; wants a client
 * certificate, by TLS 1.2 or by 1.3; or is as OpenSSL is by default.
 */
export type Kind = "cbc" | "weak" | "p521" | "mutual12" | "mutual13" | undefined;

/** Lives as long as this process. @returns its port */
export async function opensslServer(pair: Pair, kind: Kind): Promise<number> {
  const folder = await Deno.makeTempDir();
  const [certificate, key] = [`${folder}/tls.crt`, `${folder}/tls.key`];
  await Deno.writeTextFile(certificate, pair.certificate);
  await Deno.writeTextFile(key, pair.key);
  const { stdout } = new Deno.Command("python3", {
    args: [script, certificate, key, ...(kind === undefined ? [] : [kind])],
    // Nobody writes to it: it ends when this process does.
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const { value } = await stdout.getReader().read();
  await Deno.remove(folder, { recursive: true });
  return Number(new TextDecoder().decode(value));
}
