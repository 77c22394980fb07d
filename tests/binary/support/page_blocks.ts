// The shell commands of a page, run as they stand there.

import { ROOT } from "../../../tools/build/binary.ts";
import { run } from "../../cluster/support/run.ts";
import type { TestCluster } from "../../cluster/support/test_cluster.ts";
import { binary } from "./apprepo.ts";

/** What stands in fences of this language, in order; a shell's prompt and output are not told apart. */
export async function blocksOf(page: string, language: string): Promise<string[]> {
  const text = await Deno.readTextFile(`${ROOT}/docs/${page}`);
  const fences = text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"));
  return [...fences].map(([, block = ""]) => block);
}

/** A shell in the project's folder, in which kubectl finds the compiled plugin. */
export async function pluginShell(
  cluster: TestCluster,
): Promise<(script: string) => Promise<string>> {
  const folder = await Deno.makeTempDir({ dir: cluster.folder });
  await Deno.symlink(binary, `${folder}/kubectl-apprepo`);
  const env = {
    KUBECONFIG: cluster.adminKubeconfig,
    KUBECACHEDIR: `${cluster.folder}/kubectl-cache`,
    PATH: `${folder}:${Deno.env.get("PATH")}`,
  };
  return async (script) => {
    const { code, stdout, stderr } = await run("sh", ["-ec", script], { env, cwd: ROOT });
    if (code !== 0) throw new Error(`${script}\nexit code ${code}\n${stdout}${stderr}`);
    return stdout + stderr;
  };
}
