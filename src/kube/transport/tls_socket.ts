import { isIP } from "node:net";
import {
  checkServerIdentity,
  connect,
  type ConnectionOptions,
  type PeerCertificate,
  type TLSSocket,
} from "node:tls";
import type { Target } from "./target.ts";
import { openPlainSocket } from "./tunnel.ts";

/** Milliseconds, as in client-go. */
const longestConnect = 30_000;

/**
 * @param proxy the proxy's URL
 * @throws {Error} where the server can't be reached, or is not the one it should be
 */
export async function openTlsSocket(
  tls: ConnectionOptions,
  proxy: string | undefined,
  target: Target,
): Promise<TLSSocket> {
  const tunnel = await openPlainSocket(proxy, target);
  const socket = connect({
    host: target.host,
    ...tls,
    checkServerIdentity: checkNames,
    socket: tunnel,
    ALPNProtocols: ["http/1.1"],
  });
  return await new Promise((resolve, reject) => {
    socket.setTimeout(longestConnect, () => socket.destroy(new Error("connect ETIMEDOUT")));
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      // Deno 2.6 says this before it says that the server's certificate is no good.
      if (!socket.getPeerCertificate().raw) return;
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

/**
 * Node takes a Common Name where there are no other names, kubectl does not. On Deno 2.6 rustls has
 * refused such a certificate before this is asked.
 */
function checkNames(name: string, certificate: PeerCertificate): Error | undefined {
  const { subjectaltname } = certificate;
  if (subjectaltname) return checkServerIdentity(name, certificate);
  return new Error(`certificate not valid for name ${JSON.stringify(name)}; it has none`);
}

/**
 * An IP address as `servername` would have Node warn the user; as the host it is verified too.
 * @returns undefined for what is neither a name nor an address: the runtime would wait in silence
 */
export function nameToVerify(name: string): ConnectionOptions | undefined {
  if (isIP(name)) return { host: name };
  return isHostName(name) ? { servername: name } : undefined;
}

const label = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/i;

/** As rustls has it: a name whose last part is a number would be an address. */
function isHostName(name: string): boolean {
  const labels = name.replace(/\.$/, "").split(".");
  return name.length <= 253 && labels.every((part) => label.test(part)) &&
    !/^[0-9]+$/.test(labels.at(-1)!);
}
