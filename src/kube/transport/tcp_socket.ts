import { connect, type Socket } from "node:net";
import type { Target } from "./target.ts";

/**
 * The promise is settled in the very event: TLS must have the socket before Deno reads from it.
 * @throws {Error} where nothing answers
 */
export function openSocket(target: Target): Promise<Socket> {
  const socket = connect(target);
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => void systemReason(target).then((why) => reject(why ?? error));
    socket.once("connect", () => {
      socket.off("error", failed);
      // Before TLS: its handshake would wait 40 ms for a confirmation. As an option Deno ignores it.
      socket.setNoDelay(true);
      resolve(socket);
    });
    socket.once("error", failed);
  });
}

/** Deno's `node:net` calls every failure a refusal; its own sockets say what the system said. */
async function systemReason({ host, port }: Target): Promise<unknown> {
  try {
    (await Deno.connect({ hostname: host, port })).close();
    return undefined;
  } catch (error) {
    return error;
  }
}
