/**
 * Records what kubectl answers to each `-o` of outputs.json, in kubectl_answers.json:
 * `deno run -A tests/unit/output/record_kubectl.ts`, with kubectl in PATH. Needs no cluster.
 */

import outputs from "./outputs.json" with { type: "json" };

const folder = import.meta.dirname ?? "";

/** What kubectl wrote; an error without `error: ` before it, and without the object shown after it. */
async function ask(sample: string, output: string, allowMissingKeys: boolean) {
  const { stdout, stderr } = await kubectl([
    "annotate",
    "--local",
    "--overwrite",
    `--filename=${folder}/samples/${sample}.json`,
    "recorded=yes",
    `--output=${output}`,
    `--allow-missing-template-keys=${allowMissingKeys}`,
  ]);
  const [error = ""] = stderr.replace(/^error: /, "").split(". Printing more information");
  return error === "" ? { stdout } : { error: error.replace(/\n+$/, "") };
}

async function kubectl(args: string[]) {
  const command = new Deno.Command("kubectl", { args, env: { KUBECONFIG: "/dev/null" } });
  const { stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

const answers = [];
for (const [title, texts] of Object.entries(outputs)) {
  const [sample = "", ...strict] = title.split(", ");
  const allowMissingKeys = strict.length === 0;
  for (const output of texts) {
    const answer = await ask(sample, output, allowMissingKeys);
    for (let round = 0; round < 3; round++) {
      const again = await ask(sample, output, allowMissingKeys);
      if (again.stdout === answer.stdout) continue;
      throw new Error(`Go's maps have no order, and the answer to ${output} depends on one`);
    }
    answers.push({ sample, output, allowMissingKeys, ...answer });
  }
}
const { stdout } = await kubectl(["version", "--client", "--output=json"]);
const version: string = JSON.parse(stdout).clientVersion.gitVersion.replace(/-.*/, "");
const table = JSON.stringify({ kubectl: version, answers }, null, 2);
await Deno.writeTextFile(`${folder}/kubectl_answers.json`, `${table}\n`);
