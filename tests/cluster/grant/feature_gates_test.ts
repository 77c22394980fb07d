// What older API servers do only where a feature gate says so.

import assert from "node:assert/strict";
import { findBinaries } from "../../../testcluster/binaries.ts";
import { hasFeatureGate } from "../../../testcluster/version_flags.ts";
import { ownCluster } from "../support/own_cluster.ts";
import { repositoryPath } from "../support/repositories.ts";
import { assertMayGet, attempt, eventually, holder, plugin, succeed } from "./support.ts";

const { apiServer, controllerManager } = await findBinaries();

/** The policies as beta: Kubernetes 1.28 and 1.29. */
const beta = "ValidatingAdmissionPolicy";
const served = "--runtime-config=admissionregistration.k8s.io/v1beta1=true";
/** Kubernetes 1.24 and 1.25 can still make a token for each ServiceAccount as 1.21 to 1.23 do. */
const noAutomatic = "LegacyServiceAccountTokenNoAutoGeneration";

async function gateTest(program: string, gate: string, name: string, fn: () => Promise<void>) {
  const isThere = await hasFeatureGate(program, gate);
  const reason = isThere ? "" : ` (this version has no feature gate ${gate})`;
  Deno.test({ name: name + reason, ignore: !isThere, fn });
}

await gateTest(apiServer, beta, "grant makes the lock of the beta, and says so", async () => {
  await using cluster = await ownCluster({ apiServer: [served, `--feature-gates=${beta}=true`] });
  const namespace = await cluster.namespace("beta");
  await cluster.createRepository(namespace, "bitnami");
  const { code, stdout, stderr } = await plugin(cluster, ["grant", "-n", namespace]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^validatingadmissionpolicy\.\S+ created$/m);
  assert.match(
    stderr,
    /^Warning: the lock is made of this API server's beta .*\nTry it: kubectl /m,
  );
  const check = ["token", "-n", namespace, "--check"];
  assert.match(await succeed(cluster, check), /^The lock is in force/m);
  const token = await succeed(cluster, ["token", "-n", namespace]);
  const kubeconfig = await cluster.kubeconfigFor({ token });
  const refreshed = await plugin(cluster, ["refresh", "bitnami", "-n", namespace], { kubeconfig });
  assert.equal(refreshed.code, 0, refreshed.stderr);
  const revoked = await succeed(cluster, ["revoke", "-n", namespace]);
  assert.equal(revoked.match(/^validatingadmissionpolicy\S* "\S+" deleted$/gm)?.length, 2, revoked);
});

await gateTest(apiServer, beta, "token --check finds that a beta is not in force", async () => {
  await using cluster = await ownCluster({ apiServer: [served] });
  const namespace = await cluster.namespace("beta-off");
  await succeed(cluster, ["grant", "-n", namespace]);
  const check = ["token", "-n", namespace, "--check"];
  assert.match(await succeed(cluster, check), /^The lock is there, and was not tried: /m);
  await cluster.createRepository(namespace, "bitnami");
  assert.match(await succeed(cluster, check), /^There is NO LOCK: /m);
});

await gateTest(
  controllerManager,
  noAutomatic,
  "a token that Kubernetes made by itself is none of grant's",
  async () => {
    await using cluster = await ownCluster({
      controllerManager: [`--feature-gates=${noAutomatic}=false`],
    });
    const namespace = await cluster.namespace("automatic");
    await cluster.createRepository(namespace, "bitnami");
    const own = ["-n", namespace];
    await succeed(cluster, ["grant", ...own]);
    using api = cluster.api();
    const secrets = `/api/v1/namespaces/${namespace}/secrets`;
    async function automatic() {
      const { items } = await api.get<
        { items: { metadata: { name: string }; data?: { token?: string } }[] }
      >(secrets);
      return items.find(({ metadata, data }) =>
        /^apprepositories-refresh-token-[a-z0-9]{5}$/.test(metadata.name) && data?.token
      );
    }
    assert.ok(await eventually(async () => await automatic() !== undefined));
    const made = (await automatic())!;
    using bearer = holder(cluster, atob(made.data!.token!));
    const path = repositoryPath(namespace, "bitnami");
    const token = await succeed(cluster, ["token", ...own]);
    assert.notEqual(token, atob(made.data!.token!));
    const url = ["--base-url", "https://kubeapps.example.com", "--for", "curl", "--with-token"];
    assert.match(
      await succeed(cluster, ["webhook-url", "bitnami", ...own, ...url]),
      new RegExp(token),
    );
    const { stderr } = await plugin(cluster, ["token", ...own, "--rotate"]);
    assert.match(stderr, new RegExp(`^secret/${made.metadata.name} left: .* stays good$`, "m"));
    await assertMayGet(bearer, path);
    await succeed(cluster, ["revoke", ...own]);
    assert.ok(await eventually(async () => (await attempt(bearer.get(path))).code === 401));
  },
);
