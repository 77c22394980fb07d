// deploy/refresh-cronjob.yaml and the commands of docs/registries/cronjob.md.

import assert from "node:assert/strict";
import { load } from "js-yaml";
import { ROOT } from "../../tools/build/binary.ts";
import { ownCluster } from "../cluster/support/own_cluster.ts";
import { apprepo } from "./support/apprepo.ts";
import { eventually } from "./support/eventually.ts";
import { blocksOf, pluginShell } from "./support/page_blocks.ts";

const manifest = await Deno.readTextFile(`${ROOT}/deploy/refresh-cronjob.yaml`);
const page = "registries/cronjob.md";

interface CronJob {
  spec: {
    jobTemplate: {
      spec: {
        template: { spec: { serviceAccountName: string; containers: { args: string[] }[] } };
      };
    };
  };
}

Deno.test("docs/registries/cronjob.md shows deploy/refresh-cronjob.yaml as it is", async () => {
  assert.deepEqual(await blocksOf(page, "yaml"), [manifest]);
});

Deno.test("the page's commands make a CronJob that refreshes its AppRepository and can do no more", async () => {
  await using cluster = await ownCluster();
  using api = cluster.api();
  const labels = { "pod-security.kubernetes.io/warn": "restricted" };
  await api.create("/api/v1/namespaces", { metadata: { name: "team-a", labels } });
  for (const name of ["my-repo", "other"]) await cluster.createRepository("team-a", name);
  const shell = await pluginShell(cluster);
  const blocks = await blocksOf(page, "sh");
  const [interval = "", make = "", see = "", remove = ""] = blocks;
  assert.equal(blocks.length, 4);
  assert.match(await shell(interval), /2m$/);
  // Who follows the page has saved it beside themselves.
  const made = await shell(make.replace("-f refresh-cronjob", "-f deploy/refresh-cronjob"));
  assert.match(made, /^cronjob.batch\/refresh-my-repo created$/m);
  assert.doesNotMatch(made, /Warning: would violate PodSecurity/);

  const { spec } = (load(manifest) as CronJob).spec.jobTemplate.spec.template;
  const account = { namespace: "team-a", name: spec.serviceAccountName };
  const kubeconfig = await cluster.kubeconfigFor({
    token: await cluster.token(account),
    namespace: "team-a",
  });
  const before = await cluster.resyncRequests("team-a", "my-repo");
  const pod = await apprepo(spec.containers[0]!.args, { kubeconfig });
  assert.deepEqual(
    [pod.code, pod.stdout, pod.stderr],
    [0, "apprepository.kubeapps.com/my-repo refreshed\n", ""],
  );
  assert.equal(await cluster.resyncRequests("team-a", "my-repo"), before + 1);
  const other = await apprepo(["refresh", "other"], { kubeconfig });
  assert.match(other.stderr, /^Error from server \(Forbidden\): .*"other"/);

  await shell(see);
  await eventually("the Pod of the Job", async () => {
    const words = [
      "get",
      "pods",
      "-n",
      "team-a",
      "-o",
      "jsonpath={.items[*].spec.serviceAccountName}",
      // Its schedule may have made another one.
      "--selector=job-name=refresh-my-repo-now",
    ];
    return (await cluster.kubectl(words)).stdout === spec.serviceAccountName ? true : undefined;
  });
  assert.match(await shell(remove), /^serviceaccount "my-repo-refresh" deleted/m);
});
