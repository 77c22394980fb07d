import type { Transport } from "./transport.ts";

/** hyper's words for over 100 headers, a head above 400 kB, and a header that goes on in the next line. */
export const oddHead = /message head is too large|invalid HTTP header parsed/;

/**
 * Go takes some answers that the runtime's fetch does not: a server that sends one is spoken to in the
 * other way from then on. Only what reads is sent again: a write was done, and its answer is lost.
 */
export function withOddHeads(first: Transport, openOther: () => Promise<Transport>): Transport {
  let other: Promise<Transport> | undefined;
  return {
    proxy: first.proxy,
    passedOver: first.passedOver,
    async send(url, request) {
      if (other !== undefined) return await (await other).send(url, request);
      try {
        return await first.send(url, request);
      } catch (error) {
        if (!(error instanceof Error) || !oddHead.test(String(error.cause ?? error))) throw error;
        other ??= openOther();
        if (request.method !== "GET") throw error;
        return await (await other).send(url, request);
      }
    },
    close() {
      first.close();
      other?.then((transport) => transport.close(), () => {});
    },
  };
}
