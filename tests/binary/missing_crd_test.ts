import assert from "node:assert/strict";
import { ownCluster } from "../cluster/support/own_cluster.ts";
import { apprepo } from "./support/apprepo.ts";

Deno.test({
  name: "refresh says where Kubeapps' resource definition is not installed",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await using cluster = await ownCluster();
    const kubeconfig = cluster.adminKubeconfig;
    const definition = ["crd", "apprepositories.kubeapps.com"];
    const removed = await cluster.kubectl(["delete", ...definition, "--wait"]);
    assert.equal(removed.code, 0, removed.stderr);
    for (const args of [["a"], ["--all"], ["a", "b"], ["-l", "team=a", "-A"]]) {
      const { code, stdout, stderr } = await apprepo(["refresh", ...args], { kubeconfig });
      assert.deepEqual([code, stdout], [1, ""], args.join(" "));
      assert.match(
        stderr,
        /error: the server doesn't have a resource type "apprepositories"\nKubeapps' resource definition \(apprepositories\.kubeapps\.com\) is not installed on this cluster/,
        args.join(" "),
      );
    }
  },
});
