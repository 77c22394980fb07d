// A cluster of its own: where a webhook comes in is looked for in all namespaces.

import assert from "node:assert/strict";
import { ownCluster } from "../cluster/support/own_cluster.ts";
import {
  createIngress,
  createNamespace,
  createService,
  frontendLabels,
} from "../cluster/webhook/kubeapps.ts";
import { apprepo } from "./support/apprepo.ts";
import { Harbor } from "./support/harbor/harbor.ts";
import { users } from "./support/harbor/users.ts";

Deno.test({
  name: "harbor apply asks before the token goes to a URL that was found, but not for a dry run",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await using own = await ownCluster();
    await using harbor = new Harbor();
    const kubeconfig = own.adminKubeconfig;
    {
      using api = own.api();
      for (const name of ["team-a", "kubeapps"]) await createNamespace(api, name);
      await createService(api, "kubeapps", "kubeapps", frontendLabels);
      const ingress = { host: "kubeapps.example.com", service: "kubeapps" };
      await createIngress(api, "kubeapps", "kubeapps", ingress);
    }
    await own.createRepository("team-a", "one");
    assert.equal((await apprepo(["grant", "-n", "team-a"], { kubeconfig })).code, 0);
    const { name, password } = users.robot;
    const env = { HARBOR_USERNAME: name, HARBOR_PASSWORD: password };
    const where = ["--harbor-url", harbor.url, "--allow-http", "--project=charts", "--no-check"];
    const apply = (...more: string[]) =>
      apprepo(["harbor", "apply", "one", "-n", "team-a", ...where, ...more], { kubeconfig, env });

    const asked = await apply();
    assert.equal(asked.code, 1);
    assert.match(
      asked.stderr,
      /The token goes to https:\/\/kubeapps\.example\.com\/\S+\nfound by ingress\.networking\.k8s\.io\/kubeapps .*\nThere is no terminal to ask on: add --yes/,
    );
    const dry = await apply("--dry-run=client");
    assert.equal(dry.code, 0, dry.stderr);
    assert.deepEqual(harbor.writes, []);
    const done = await apply("--yes");
    assert.equal(done.code, 0, done.stderr);
    assert.match(
      harbor.policies[0]!.targets[0]!.address,
      /^https:\/\/kubeapps\.example\.com\/api\//,
    );
  },
});
