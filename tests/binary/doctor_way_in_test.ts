// A cluster of its own: where a webhook comes in, doctor looks for in all namespaces.

import assert from "node:assert/strict";
import { ownCluster } from "../cluster/support/own_cluster.ts";
import { run } from "../cluster/support/run.ts";
import {
  createController,
  createIngress,
  createNamespace,
  createService,
  frontendLabels,
} from "../cluster/webhook/kubeapps.ts";
import { apprepo, binary } from "./support/apprepo.ts";

const now = { label: "2.12.1", image: "bitnami/kubeapps-apprepository-controller:2.12.1" };

interface Report {
  readonly checks: readonly {
    readonly state: string;
    readonly findings: readonly { readonly fix: readonly { readonly command?: string }[] }[];
  }[];
}

Deno.test("doctor finds webhooks that end in the dashboard, and what it prints mends it", async () => {
  await using own = await ownCluster();
  const kubeconfig = own.adminKubeconfig;
  {
    using api = own.api();
    for (const name of ["team-a", "kubeapps"]) await createNamespace(api, name);
    await createService(api, "kubeapps", "kubeapps", frontendLabels);
    await createController(api, "kubeapps", now);
    const ingress = { host: "kubeapps.example.com", service: "kubeapps" };
    await createIngress(api, "kubeapps", "kubeapps", ingress);
  }
  await own.createRepository("team-a", "one");
  const doctor = async () => {
    const words = ["doctor", "one", "-n", "team-a", "--only=ARD602", "-o", "json"];
    const { stdout } = await apprepo(words, { kubeconfig });
    const report: Report = JSON.parse(stdout);
    return report.checks[0]!;
  };
  assert.equal((await doctor()).state, "skipped");
  const granted = await apprepo(["grant", "-n", "team-a"], { kubeconfig });
  assert.equal(granted.code, 0, granted.stderr);
  const { state, findings } = await doctor();
  assert.equal(state, "error");
  const command = findings[0]?.fix[0]?.command ?? "";
  const folder = await Deno.makeTempDir({ dir: own.folder });
  await Deno.symlink(binary, `${folder}/kubectl-apprepo`);
  const PATH = `${folder}:${Deno.env.get("PATH")}`;
  const env = { KUBECONFIG: kubeconfig, KUBECACHEDIR: `${own.folder}/kubectl-cache`, PATH };
  const mended = await run("sh", ["-c", command], { env });
  assert.equal(mended.code, 0, mended.stderr);
  assert.equal((await doctor()).state, "ok");
});
