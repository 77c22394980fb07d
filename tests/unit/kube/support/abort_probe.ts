// Aborts exchanges with a server that says nothing, after the garbage was collected, and prints
// what each of them threw. To be run with --v8-flags=--expose-gc.

import { exchange } from "../../../../src/kube/api/exchange.ts";
import type { Transport } from "../../../../src/kube/transport/transport.ts";

/** Holds on to nothing but what it must hear the abort by. */
const mute: Transport = {
  send: (_url, { signal }) =>
    new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener("abort", () => reject(signal.reason));
    }),
  close: () => {},
};

function exchanged(signal: AbortSignal, requestTimeout?: number): Promise<string> {
  const request = { method: "GET", headers: [] };
  return exchange(mute, "https://h/", request, { signal, requestTimeout })
    .then(() => "an answer", ({ message }) => message.split("\n")[0]);
}

const caller = new AbortController();
const idle = new AbortController();
const pending = [
  exchanged(caller.signal),
  exchanged(idle.signal, 500),
  exchanged(AbortSignal.abort(new Error("before"))),
];
const { gc } = globalThis as unknown as { gc: () => void };
for (let i = 0; i < 3; i++) {
  await new Promise((resolve) => setTimeout(resolve, 10));
  gc();
}
caller.abort(new Error("enough"));
console.log(JSON.stringify(await Promise.all(pending)));
