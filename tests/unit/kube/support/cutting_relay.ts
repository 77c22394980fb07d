// Stands before a server and cuts the line after its first answer, in the middle of TLS.

import type { RawServer } from "./raw_server.ts";

export interface CuttingRelay extends Disposable {
  readonly port: number;
}

/** Milliseconds that an answer has to get through once its request has come. */
const grace = 300;

export function cuttingRelay(server: RawServer): CuttingRelay {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  (async () => {
    for await (const front of listener) relay(front, server).catch(() => {});
  })();
  return { port: listener.addr.port, [Symbol.dispose]: () => listener.close() };
}

async function relay(front: Deno.Conn, server: RawServer): Promise<void> {
  const heads = server.heads.length;
  const back = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  const options = { preventClose: true, preventCancel: true, preventAbort: true };
  const flows = [
    front.readable.pipeTo(back.writable, options),
    back.readable.pipeTo(front.writable, options),
  ].map((flow) => flow.catch(() => {}));
  while (server.heads.length === heads) await pause(10);
  await pause(grace);
  front.close();
  back.close();
  await Promise.all(flows);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
