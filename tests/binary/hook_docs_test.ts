// docs/hooks.md is run as it stands.

import assert from "node:assert/strict";
import { ownCluster } from "../cluster/support/own_cluster.ts";
import { run } from "../cluster/support/run.ts";
import { binary } from "./support/apprepo.ts";

const page = new URL("../../docs/hooks.md", import.meta.url);

interface Block {
  readonly kind: string;
  readonly text: string;
}

function blocks(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, kind = "", text = ""]) => ({
    kind,
    text,
  }));
}

Deno.test({
  name: "docs/hooks.md leads from no hook to one and back, and prints what it says",
  sanitizeResources: false,
  async fn() {
    await using cluster = await ownCluster();
    using api = cluster.api();
    for (const name of ["kubeapps", "team-a"]) {
      await api.create("/api/v1/namespaces", { metadata: { name } });
    }
    await cluster.createRepository("team-a", "my-repo");
    const bin = `${cluster.folder}/plugin-bin`;
    await Deno.mkdir(bin);
    await Deno.symlink(binary, `${bin}/kubectl-apprepo`);
    const env = {
      KUBECONFIG: cluster.adminKubeconfig,
      KUBECACHEDIR: `${cluster.folder}/cache`,
      PATH: `${bin}:${Deno.env.get("PATH")}`,
    };
    const all = blocks(await Deno.readTextFile(page));
    const printed: string[] = [];
    for (const { kind, text } of all.filter(({ kind }) => kind === "sh")) {
      assert.equal(kind, "sh");
      // Nobody is at a terminal to be asked.
      const script = text.replace(/^(kubectl apprepo hook create .*)$/m, "$1 --yes");
      const { code, stdout, stderr } = await run("sh", ["-euc", script], { env });
      assert.equal(code, 0, `${text}${stderr}`);
      printed.push(stdout);
      if (Deno.env.get("SHOW_PAGE")) console.log(`${text}---\n${stdout}---\n${stderr}`);
    }
    const shown = all.filter(({ kind }) => kind === "").map(({ text }) => text.split("\n"));
    const [, created = "", listed = ""] = printed;
    for (const line of shown[0]!.filter((line) => line !== "" && !line.includes("…"))) {
      const pattern = line.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")
        .replace(/(ghcr\\\/|Secret: )\S+$/, "$1\\S+");
      assert.match(created, new RegExp(`^${pattern}$`, "m"));
    }
    const columns = (text = "") => text.trim().split(/ {2,}/).slice(0, -1);
    assert.deepEqual(
      shown[1]!.filter(Boolean).map(columns),
      listed.trim().split("\n").map(columns),
    );
    const { stdout } = await cluster.kubectl([
      "get",
      "sa,secret,role,rolebinding",
      "-n",
      "team-a",
      "-o",
      "name",
    ]);
    assert.doesNotMatch(stdout, /apprepo-hook/);
  },
});
