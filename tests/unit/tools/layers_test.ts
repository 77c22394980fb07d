import assert from "node:assert/strict";
import plugin from "../../../tools/lint/layers.ts";

const root = new URL("../../..", import.meta.url).pathname;

function faults(file: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, `${root}${file}`, source).map(({ message }) => message);
}

const refused: readonly (readonly [file: string, source: string])[] = [
  ["src/kube/x.ts", `import { raised } from "../apprepo/app_repository.ts";`],
  ["src/kube/x.ts", `const x = await import("../cli/run.ts");`],
  ["src/kube/x.ts", `export { escapeTerminal } from "../output/escape.ts";`],
  ["src/apprepo/x.ts", `import { escapeTerminal } from "../output/escape.ts";`],
  ["src/apprepo/x.ts", `import { connect } from "../cli/connect.ts";`],
  ["src/output/x.ts", `import { pathOf } from "../kube/api/resource.ts";`],
  ["src/receiver/x.ts", `import { connect } from "../cli/connect.ts";`],
  ["src/cli/x.ts", `import { build } from "../../tools/build/binary.ts";`],
  ["src/host.ts", `import { BINARY_NAME } from "./about.ts";`],
  ["main.ts", `import { KubeClient } from "./src/kube/api/client.ts";`],
  ["src/cli/verbs/token/x.ts", `import { runGrant } from "../grant/run.ts";`],
  ["src/cli/verbs/token/x.ts", `import type { GrantValues } from "../grant/flags.ts";`],
  ["src/cli/verbs/token/x.ts", `const x = await import("../grant/run.ts");`],
  ["src/cli/context.ts", `import { runProgram } from "./program.ts";`],
  ["src/cli/context.ts", `import type { RunnableCommand } from "./command.ts";`],
  ["src/cli/usage_error.ts", `const x = await import("./flags/pflag.ts");`],
  ["src/cli/x.ts", `Deno.exit(1);`],
  ["src/cli/x.ts", `console.log("x");`],
  ["src/kube/x.ts", `const home = Deno.env.get("HOME");`],
  ["src/apprepo/x.ts", `const args = process.argv;`],
];

for (const [file, source] of refused) {
  Deno.test(`the layer lint refuses in ${file}: ${source}`, () => {
    assert.equal(faults(file, source).length, 1);
  });
}

const allowed: readonly (readonly [file: string, source: string])[] = [
  ["src/cli/verbs/x.ts", `import { refresh } from "../../apprepo/refresh/refresh.ts";`],
  ["src/apprepo/x.ts", `import { KubeClient } from "../kube/api/client.ts";`],
  ["src/kube/x.ts", `import { load } from "js-yaml";`],
  ["src/kube/x.ts", `import { FileError } from "../host.ts";`],
  ["src/output/x.ts", `import type { KubeObject } from "../kube/api/resource.ts";`],
  ["src/real_host.ts", `Deno.exit(1);`],
  ["tools/x.ts", `console.log(Deno.args);`],
];

for (const [file, source] of allowed) {
  Deno.test(`the layer lint allows in ${file}: ${source}`, () => {
    assert.deepEqual(faults(file, source), []);
  });
}
