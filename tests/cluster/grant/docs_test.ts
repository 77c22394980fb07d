// The examples of the documents and of --help do what they say.

import assert from "node:assert/strict";
import { ownCluster } from "../support/own_cluster.ts";
import { run } from "../support/run.ts";
import { canLock } from "./locks.ts";
import { plugin } from "./support.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;

/** The lines between ```sh and ```. */
function shellBlocks(markdown: string): string[] {
  return [...markdown.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) => block);
}

Deno.test("the examples of docs/grant.md and of --help run", async () => {
  await using cluster = await ownCluster();
  using api = cluster.api();
  for (const name of ["team-a", "team-b"]) {
    await api.create("/api/v1/namespaces", { metadata: { name } });
    for (const repository of ["my-repo", "other-repo"]) {
      await cluster.createRepository(name, repository);
    }
  }
  const bin = `${cluster.folder}/plugin-bin`;
  await Deno.mkdir(bin);
  const call = `exec '${Deno.execPath()}' run --quiet --no-check --allow-all ${ROOT}main.ts "$@"`;
  await Deno.writeTextFile(`${bin}/kubectl-apprepo`, `#!/bin/sh\n${call}\n`, { mode: 0o755 });
  const env = {
    KUBECONFIG: cluster.adminKubeconfig,
    KUBECACHEDIR: `${cluster.folder}/cache`,
    PATH: `${bin}:${Deno.env.get("PATH")}`,
  };
  const blocks = shellBlocks(await Deno.readTextFile(`${ROOT}docs/grant.md`));
  assert.ok(blocks.length > 10);
  for (const command of ["grant", "token", "revoke"]) {
    const { stdout } = await plugin(cluster, [command, "--help"]);
    const examples = stdout.split("\n").filter((line) => line.startsWith("  kubectl apprepo"));
    assert.ok(examples.length >= 4, command);
    if (command === "token") blocks.push("kubectl apprepo grant -n team-a");
    // To lock a user is asked about, and nobody is there to answer.
    const answered = (line: string) =>
      line.includes("grant -n team-a --user") ? `${line} --yes` : line;
    blocks.push(...examples.slice(0, -1).map(answered));
  }
  const locks = await canLock(cluster);
  for (const block of blocks) {
    const { code, stderr } = await run("sh", ["-ec", block], { env });
    if (locks || !block.includes("kubectl apply")) assert.equal(code, 0, `${block}\n${stderr}`);
    else assert.match(stderr, /^Note: The lock takes Kubernetes 1\.30.*no matches for kind "Val/s);
  }
});
