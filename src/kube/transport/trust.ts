/** Which certificates the runtime trusts, and that its environment variables change nothing in it. */

import type { Host } from "../../host.ts";
import { ConfigError } from "../api/errors.ts";
import { type Authorities, passedOverText, readAuthorities } from "./authorities.ts";
import { systemRoots, type TrustHost } from "./system_roots.ts";
import type { TransportOptions } from "./transport.ts";

/**
 * The certificates that the runtime trusts on its own: none, or the system's. It reads that choice
 * once, when the first client of the process is made.
 */
let store: "none" | "system" | undefined;

/**
 * Sees to it that the kubeconfig's CA alone counts, and without one the system's certificates.
 * @returns what to trust beyond the runtime's own store
 * @throws {ConfigError} where no certificate is left to trust, or the runtime can't trust so little
 */
export async function trustOnly(
  host: TrustHost,
  { ca, caOrigin = "certificate-authority" }: Pick<TransportOptions, "ca" | "caOrigin">,
): Promise<Authorities> {
  const sources = ca === undefined
    ? await systemRoots(host, store === "none")
    : [{ pem: ca, origin: caOrigin }];
  if (sources === undefined) {
    if (store === "none") {
      throw new ConfigError(
        "error: on this platform one process can't trust both a certificate-authority and the system's certificates: name the CA of each server",
      );
    }
    store = "system";
    return { trusted: [], passedOver: [] };
  }
  if (store === "system") {
    throw new ConfigError(
      "error: on this platform one process can't trust both the system's certificates and a certificate-authority: name the CA of each server",
    );
  }
  store = "none";
  const authorities = readAuthorities(sources, host.now());
  if (authorities.trusted.length === 0) {
    throw nobody(authorities, sources.map(({ origin }) => origin));
  }
  return authorities;
}

/**
 * Makes a client that trusts those certificates that the runtime can use: by itself it makes none
 * where one of them is unusable.
 * @param make given PEM, one certificate each
 * @throws {ConfigError} where none is usable
 */
export function makeTrusting<T>(
  env: Host["env"],
  authorities: Authorities,
  make: (trusted: string[]) => T,
): { made: T; authorities: Authorities } {
  const attempt = ({ trusted }: Authorities) =>
    withoutMeddling(env, () => make(trusted.map(({ pem }) => pem)));
  try {
    return { made: attempt(authorities), authorities };
  } catch (error) {
    const usable = withoutMeddling(env, () => usableOnly(authorities));
    if (usable.trusted.length === authorities.trusted.length) throw error;
    if (usable.trusted.length === 0) throw nobody(usable);
    return { made: attempt(usable), authorities: usable };
  }
}

function usableOnly({ trusted, passedOver }: Authorities): Authorities {
  const reasons: string[] = [];
  const usable = trusted.filter(({ pem, what }) => {
    try {
      Deno.createHttpClient({ caCerts: [pem] }).close();
      return true;
    } catch (error) {
      reasons.push(`${what()} can't be used by this program: ${(error as Error).message}`);
      return false;
    }
  });
  return { trusted: usable, passedOver: [...passedOver, ...reasons] };
}

function nobody({ passedOver }: Authorities, origins: readonly string[] = []): ConfigError {
  const isEmpty = passedOver.length === 0;
  const isOld = passedOver.every((reason) => / (expired on|is not valid before) /.test(reason));
  const line = !isEmpty && isOld
    ? "certificate has expired or is not yet valid"
    : "certificate signed by unknown authority";
  return new ConfigError(
    `Unable to connect to the server: tls: failed to verify certificate: x509: ${line}\nNo certificate is left to trust: ${
      isEmpty ? `there is none in ${origins.join(", ")}` : passedOverText(passedOver)
    }.`,
  );
}

/** By their presence Deno would trust more certificates, and send even loopback through a proxy. */
const meddling = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"]
  .flatMap((name) => [name, name.toLowerCase()])
  .concat("DENO_CERT", "NODE_EXTRA_CA_CERTS", "NODE_TLS_REJECT_UNAUTHORIZED");

/**
 * Runs `make`, which makes a client, with the runtime's choice of certificates set and nothing else
 * of it in the environment. An exec plugin that runs later finds the variables again.
 */
export function withoutMeddling<T>(env: Host["env"], make: () => T): T {
  const variables = [...meddling, "DENO_TLS_CA_STORE"];
  const before = variables.map((name) => [name, env.get(name)] as const);
  for (const [name, value] of before) if (value !== undefined) env.delete(name);
  store ??= "none";
  env.set("DENO_TLS_CA_STORE", store === "system" ? "system" : "");
  try {
    return make();
  } finally {
    env.delete("DENO_TLS_CA_STORE");
    for (const [name, value] of before) if (value !== undefined) env.set(name, value);
  }
}
