import type { Failure } from "./fuzz.ts";

/** How to repeat a failure, and what was seen; what it was made of goes into a file. */
export async function describe(kind: string, seed: number, failure: Failure): Promise<string> {
  const { index, wrong, code, stdout, stderr, words } = failure;
  const path = await Deno.makeTempFile({
    prefix: `fuzz-${kind}-${seed}-${index}-`,
    suffix: ".json",
  });
  await Deno.writeTextFile(path, JSON.stringify(failure, null, 2));
  return [
    `${kind} ${index}: ${wrong}`,
    `  repeat: deno run -A tests/fuzz/child.ts ${kind} ${seed} ${index} ${index + 1}`,
    `  made of: ${path}`,
    `  ${JSON.stringify(words)} ended with ${code}`,
    `  stdout: ${JSON.stringify(stdout)?.slice(0, 300)}`,
    `  stderr: ${JSON.stringify(stderr)?.slice(0, 600)}`,
  ].join("\n");
}
