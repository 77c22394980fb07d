// Runs cases one after the other: child.ts KIND SEED FROM TO. For each it prints its number before it
// begins, so that whoever started this knows where it crashed or hung, and JSON if it went wrong.

import { run } from "../../src/cli/run.ts";
import { FakeHost } from "../unit/support/fake_host.ts";
import { caseMakers } from "./case_makers.ts";
import type { FuzzCase } from "./fuzz_case.ts";
import { Random } from "./random.ts";
import { startServers } from "./servers.ts";
import { fault, type Said } from "./verdict.ts";

/** Milliseconds for one case: no time-out of the program is longer with the flags it is given. */
const tooLong = 10_000;

const [kind = "", seed = "", from = "", to = ""] = Deno.args;
const servers = startServers();
for (let index = Number(from); index < Number(to); index++) {
  print(String(index));
  const fuzzCase = caseMakers[kind]!(new Random(Number(seed), index), servers);
  servers.answerWith(fuzzCase.answer);
  const began = performance.now();
  const said = await start(fuzzCase);
  const milliseconds = performance.now() - began;
  const wrong = fault(said, fuzzCase.mostLines) ??
    (milliseconds > tooLong ? `it took ${Math.round(milliseconds)} ms` : undefined);
  if (wrong !== undefined) {
    const { files, kubeconfig, words, pluginOutput } = fuzzCase;
    print(JSON.stringify({ index, wrong, ...said, words, kubeconfig, pluginOutput, files }));
  }
}
print("end");
Deno.exit(0);

async function start({ files, kubeconfig, words, pluginOutput }: FuzzCase): Promise<Said> {
  const host = new FakeHost({
    files,
    env: { KUBECONFIG: kubeconfig, HOME: "/home/user" },
    exec: () => ({ code: 0, stdout: pluginOutput }),
  });
  try {
    const code = await run(host, words);
    return { code, stdout: host.stdout.text, stderr: host.stderr.text };
  } catch (error) {
    return { code: -1, stdout: host.stdout.text, stderr: `run() threw: ${error}` };
  }
}

function print(line: string): void {
  const bytes = new TextEncoder().encode(`${line}\n`);
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(Deno.stdout.writeSync(rest));
}
