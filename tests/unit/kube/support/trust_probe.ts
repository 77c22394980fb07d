// Opens transports with the options given as JSON, one after the other, and says how each fared:
// what a process trusts can be tried once a process only.

import { connectionError } from "../../../../src/kube/transport/connection_error.ts";
import type { TransportOptions } from "../../../../src/kube/transport/transport.ts";
import { openTransport } from "../../../../src/kube/transport/open_transport.ts";
import { realHost } from "../../../../src/real_host.ts";

for (const text of Deno.args) {
  const options: TransportOptions = JSON.parse(text);
  console.log(await outcome(options));
}
Deno.exit(0);

async function outcome(options: TransportOptions): Promise<string> {
  const transport = await openTransport(realHost(), options);
  const url = `${options.server}/x`;
  try {
    const signal = AbortSignal.timeout(20_000);
    return String((await transport.send(url, { method: "GET", headers: [], signal })).status);
  } catch (error) {
    return connectionError(error, { url, proxy: transport.proxy }).message.split("\n")[0]!;
  }
}
