/** Which certificates the runtime trusts, and that its environment variables change nothing in it. */

import type { Host } from "../../host.ts";
import { ConfigError } from "../api/errors.ts";
import { systemRoots, type TrustHost } from "./system_roots.ts";

/**
 * The certificates that the runtime trusts on its own: none, or the system's. It reads that choice
 * once, when the first client of the process is made.
 */
let store: "none" | "system" | undefined;

/**
 * Sees to it that the kubeconfig's CA alone counts, and without one the system's certificates.
 * @returns what to trust beyond the runtime's own store
 * @throws {ConfigError} where the runtime can't: it would trust more than this connection needs
 */
export async function trustOnly(
  host: TrustHost,
  ca: string | undefined,
): Promise<string[]> {
  const roots = ca ?? await systemRoots(host, store === "none");
  if (roots === undefined) {
    if (store === "none") {
      throw new ConfigError(
        "error: on this platform one process can't trust both a certificate-authority and the system's certificates: name the CA of each server",
      );
    }
    store = "system";
    return [];
  }
  if (store === "system") {
    throw new ConfigError(
      "error: on this platform one process can't trust both the system's certificates and a certificate-authority: name the CA of each server",
    );
  }
  store = "none";
  return [roots];
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
