// Rows about servers that differ in their certificates and in how they speak TLS.

import { authorityConstraint } from "../../../testcluster/certificate_extensions.ts";
import type { Pair } from "../../../testcluster/certificates.ts";
import { ofServer, unusual } from "../../unit/kube/support/unusual_certificates.ts";
import { type Kind, opensslServer } from "./openssl_server.ts";
import { config, type Expectation, type Row } from "./row.ts";
import { strict } from "./servers.ts";
import type { World } from "./world.ts";

export interface Server {
  /** With all that it sends along. */
  readonly pair: Pair;
  /** PEM; the cluster's authority unless told otherwise. */
  readonly ca?: string;
  readonly cluster?: Record<string, unknown>;
  readonly user?: Record<string, unknown>;
  /** Speaks TLS by OpenSSL instead of rustls. */
  readonly openssl?: { readonly kind: Kind };
  readonly alpn?: readonly string[];
}

/** The handshake was done: all that these servers say is 401, and not by HTTP/2. */
export const shookHands = /You must be logged in to the server|http2: frame too large/;

export function row(name: string, make: (world: World) => Server, expect: Expectation): Row {
  let server: Promise<Server & { port: number }> | undefined;
  async function started(world: World): Promise<Server & { port: number }> {
    const made = make(world);
    const { pair, openssl, alpn } = made;
    const port = openssl ? await opensslServer(pair, openssl.kind) : strict(pair, alpn);
    return { ...made, port };
  }
  return {
    name: `certificates: ${name}`,
    async files(world) {
      const { port, ca, cluster, user } = await (server ??= started(world));
      const entry = { server: `https://127.0.0.1:${port}`, "certificate-authority": "ca.crt" };
      return { config: config({ ...entry, ...cluster }, user), "ca.crt": ca ?? world.ca };
    },
    flags: () => ["--token=t"],
    expect,
  };
}

export function leaf(issuer: Pair, ...extensions: readonly Uint8Array[]): Pair {
  return unusual({ name: "server", issuer, extensions });
}

/** A server's certificate below that authority, which is trusted. */
export function under(ca: Pair): Server {
  return { pair: leaf(ca, ...ofServer), ca: ca.certificate };
}

/** The same, with the authority sent along, and another trusted that issued it. */
export function through(
  { certificate }: Pair | { certificate: undefined },
  ...chain: Pair[]
): Server {
  const whole = [leaf(chain[0]!, ...ofServer), ...chain];
  const pem = whole.map(({ certificate }) => certificate).join("");
  return { pair: { ...whole[0]!, certificate: pem }, ca: certificate };
}

export function authority(name: string, more: Partial<Parameters<typeof unusual>[0]> = {}): Pair {
  return unusual({ name, extensions: [authorityConstraint()], ...more });
}

/** The authority that the tests' cluster trusts. */
export const trusted = { certificate: undefined };
