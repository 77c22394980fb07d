import { run } from "./src/cli/run.ts";
import { realHost } from "./src/real_host.ts";

Deno.exit(await run(realHost(), Deno.args));
