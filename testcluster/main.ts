// Runs a control plane until standard input closes; with --stay until SIGTERM or SIGINT.
// Prints one line when it is ready, JSON as description.ts says; talks on standard error.

import { describe } from "./description.ts";
import { launch } from "./launch.ts";

async function main(args: string[]): Promise<number> {
  const [option, ...rest] = args;
  if (rest.length > 0 || (option !== undefined && option !== "--stay")) {
    console.error("usage: main.ts [--stay]");
    return 1;
  }
  const end = Promise.race([signal(), ...(option === "--stay" ? [] : [inputClosed()])]);
  const launched = launch({ nodes: true });
  const plane = await Promise.race([launched, end]);
  if (!plane) {
    console.error("ended before the control plane was ready"); // the watchdogs clean up
    return 1;
  }
  console.log(JSON.stringify(describe(plane)));
  const failure = await Promise.race([end, plane.failed()]);
  await plane.stop();
  if (failure) console.error(failure.message);
  return failure ? 1 : 0;
}

function signal(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(name, resolve);
  });
}

async function inputClosed(): Promise<void> {
  for await (const _ of Deno.stdin.readable) { /* what is written there means nothing */ }
}

try {
  Deno.exit(await main(Deno.args));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}
