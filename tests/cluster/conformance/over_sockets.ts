// The same program from source, with the transport for special TLS settings in the place of fetch.

import { run, type RunOptions, type RunResult } from "../support/run.ts";

const root = new URL("../../../", import.meta.url).href;
const cache = Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`;
const fetchModule = `${root}src/kube/transport/transport_fetch.ts`;
const standIn = new URL("sockets_for_fetch.ts", import.meta.url).href;
const importMap = {
  imports: { [fetchModule]: standIn },
  scopes: { [standIn]: { [fetchModule]: fetchModule } },
};

const file = await Deno.makeTempFile({ suffix: ".json" });
await Deno.writeTextFile(file, JSON.stringify(importMap));
globalThis.addEventListener("unload", () => Deno.removeSync(file));

/** kubectl-apprepo on the pinned Deno; whatever speaks TLS does so over sockets of its own. */
export function overSockets(args: string[], options: RunOptions): Promise<RunResult> {
  const env = { ...options.env, DENO_DIR: cache, DENO_NO_UPDATE_CHECK: "1" };
  const words = ["run", "--allow-all", "--no-check", `--import-map=${file}`, `${root}main.ts`];
  return run(Deno.execPath(), [...words, ...args], { ...options, env });
}
