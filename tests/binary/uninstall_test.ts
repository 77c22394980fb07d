// docs/upgrade.md: what is installed goes away by its commands, and its last ones see that it did.

import assert from "node:assert/strict";
import { ownCluster } from "../cluster/support/own_cluster.ts";
import { canLock } from "../cluster/grant/locks.ts";
import { blocksOf, pluginShell } from "./support/page_blocks.ts";

const page = "upgrade.md";

function isLooking(block: string): boolean {
  return block.startsWith("kubectl get serviceaccounts,secrets,");
}

/** The commands at the prompts, and what is printed below each. */
async function prompts(): Promise<[command: string, output: string][]> {
  const blocks = (await blocksOf(page, "console")).join("\n");
  const found = blocks.matchAll(/^\$ (.*)\n((?:(?!\$ ).+\n)*)/gm);
  return [...found].map(([, command = "", output = ""]) => [command, output]);
}

/** Ages differ from run to run; which namespace it was in, kubectl tells since 1.34. */
function comparable(text: string): string {
  // Before Kubernetes 1.34, accounts have a column more.
  return text.replace(/ +(SECRETS +)?AGE$| +(0 +)?\d+\w*$/gm, "").replace(
    / from \S+ namespace$/gm,
    "",
  );
}

Deno.test("what grant and serve --manifests made is gone after docs/upgrade.md's commands, and nothing else shows up", async () => {
  await using cluster = await ownCluster();
  if (!await canLock(cluster)) return; // the page says what to leave out
  using api = cluster.api();
  for (const name of ["kubeapps", "team-a", "team-b"]) {
    await api.create("/api/v1/namespaces", { metadata: { name } });
    await cluster.createRepository(name, "my-repo");
  }
  const shell = await pluginShell(cluster);
  await shell(
    "kubectl apprepo grant my-repo -n team-a; kubectl apprepo grant -n team-b --serviceaccount wide",
  );
  const blocks = await blocksOf(page, "sh");
  const upgrade = blocks.find((block) => block.includes("serve --manifests"))!.split(
    "kubectl rollout",
  )[0]!;
  const byLabel = blocks.find((block) => block.startsWith("kubectl delete"))!;
  const look = blocks.find(isLooking)!;
  await shell(upgrade);
  const there = await shell(look);
  for (
    const kind of ["serviceaccount/", "clusterrole", "validatingadmissionpolicy", "deployment"]
  ) {
    assert(there.includes(kind), `${kind} in ${there}`);
  }
  for (const [command, output] of await prompts()) {
    const printed = await shell(command);
    const kept = printed.split("\n").filter((line) => !line.startsWith("The rights have ended."));
    assert.equal(comparable(kept.join("\n")), comparable(output), command);
  }
  assert.equal(await shell(look), "No resources found\n".repeat(3));
  await shell(upgrade);
  assert.match(await shell(byLabel), /^deployment.apps "kubectl-apprepo" deleted/m);
  assert.equal(await shell(look), "No resources found\n".repeat(3));
});
