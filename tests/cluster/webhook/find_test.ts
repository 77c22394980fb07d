// A cluster of its own: what webhook-url finds, it looks for in all namespaces.

import assert from "node:assert/strict";
import { ownCluster } from "../support/own_cluster.ts";
import { createAccount } from "./account.ts";
import { runCommand } from "./command.ts";
import {
  createController,
  createGatewayObject,
  createIngress,
  createNamespace,
  createService,
  frontendLabels,
  installGatewayApi,
  receiverLabels,
} from "./kubeapps.ts";

const path = "/api/v1/clusters/default/namespaces/team-a/apprepositories/bitnami/refresh";
const now = { label: "2.12.1", image: "bitnami/kubeapps-apprepository-controller:2.12.1" };
const old = { image: "docker.io/bitnami/kubeapps-apprepository-controller:2.4.6-debian-10-r0" };

Deno.test("webhook-url finds its base in the cluster", async (t) => {
  await using own = await ownCluster();
  using api = own.api();
  for (const name of ["team-a", "kubeapps", "tenant"]) await createNamespace(api, name);
  await own.createRepository("team-a", "bitnami");
  const words = ["webhook-url", "bitnami", "-n", "team-a"];
  const admin = ["--kubeconfig", own.adminKubeconfig];
  const url = () => runCommand([...words, ...admin]);

  await t.step("no Kubeapps at all", async () => {
    const { code, stdout, stderr } = await url();
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^error: no Kubeapps was found: .*component=frontend/);
    assert.match(stderr, /--base-url/);
  });

  await createService(api, "kubeapps", "kubeapps", frontendLabels);
  await createController(api, "kubeapps", now);

  await t.step(
    "Kubeapps without a way in, and a tenant's Ingress for a Service of that name",
    async () => {
      await createService(api, "tenant", "kubeapps", { app: "trap" });
      await createIngress(api, "tenant", "kubeapps", {
        host: "trap.example.com",
        service: "kubeapps",
      });
      const { code, stdout, stderr } = await url();
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, /^error: no address was found/);
      assert.match(stderr, /service\/kubeapps in namespace "kubeapps": of type ClusterIP/);
      assert.doesNotMatch(stderr, /trap/);
    },
  );

  await t.step("an Ingress for another Service of Kubeapps' namespace does not count", async () => {
    await createIngress(api, "kubeapps", "other", { host: "other.example.com", service: "other" });
    assert.equal((await url()).code, 1);
  });

  const host = "kubeapps.example.com";
  await createIngress(api, "kubeapps", "kubeapps", { host, service: "kubeapps" });

  await t.step("a Kubeapps that no longer answers: the URL, and what to do", async () => {
    const { code, stdout, stderr } = await url();
    assert.deepEqual([code, stdout], [0, `https://${host}${path}`]);
    assert.match(stderr, /^Nothing answers this URL: Kubeapps 2\.12\.1 in namespace "kubeapps"/);
    assert.match(stderr, /kubectl apprepo serve/);
  });

  await t.step(
    "one that does, its version in the image's tag: the URL and nothing else",
    async () => {
      await createController(api, "kubeapps", old);
      assert.deepEqual(await url(), { code: 0, stdout: `https://${host}${path}`, stderr: "" });
      await createController(api, "kubeapps", now);
    },
  );

  await t.step("a token for a URL that was found: shown, and confirmed first", async () => {
    const token = await createAccount(api, "team-a");
    const ask = [...words, ...admin, "--for=curl", "--with-token"];
    const shown = new RegExp(`The token goes to https://${host}${path}\\nfound by ingress\\.`);
    const silent = await runCommand(ask);
    assert.deepEqual([silent.code, silent.stdout], [1, ""]);
    assert.match(silent.stderr, shown);
    assert.match(silent.stderr, /error: The token goes to .*\n.*\n.*--yes/);
    const no = await runCommand(ask, { terminals: ["stdin"], typed: "n" });
    assert.deepEqual([no.code, no.stdout], [1, ""]);
    assert.match(
      no.stderr,
      /Continue\? \[y\/N\]: error: not confirmed; nothing was changed\n$/,
    );
    const closed = await runCommand(ask, { terminals: ["stdin"] });
    assert.deepEqual([closed.code, closed.stdout], [1, ""]);
    for (const surroundings of [{ terminals: ["stdin" as const], typed: "y" }, {}]) {
      const more = "typed" in surroundings ? [] : ["--yes"];
      const yes = await runCommand([...ask, ...more], surroundings);
      assert.equal(yes.code, 0);
      assert.match(yes.stderr, shown);
      assert(yes.stdout.includes(token));
      assert(!yes.stderr.includes(token));
    }
    const check = await runCommand([...words, ...admin, "--check"]);
    assert.deepEqual([check.code, check.stdout], [1, ""]);
    assert.match(check.stderr, shown);
    assert.match(check.stderr, /error: The token goes to /);
    const { found } = JSON.parse((await runCommand([...words, ...admin, "-o=json"])).stdout);
    const by = 'ingress.networking.k8s.io/kubeapps in namespace "kubeapps"';
    assert.deepEqual(found, { by, receiver: false, kubeappsVersion: "2.12.1" });
  });

  await t.step("a base that is given wins, and nothing is looked for", async () => {
    const given = await runCommand([...words, ...admin, "--base-url=https://given.example.com"]);
    assert.deepEqual(given, { code: 0, stdout: `https://given.example.com${path}`, stderr: "" });
  });

  await t.step("the receiver on a path of the same host: no notice", async () => {
    await createService(api, "kubeapps", "receiver", receiverLabels);
    const rule = { host, service: "receiver", path: "/api/v1/clusters" };
    await createIngress(api, "kubeapps", "receiver", rule);
    assert.deepEqual(await url(), { code: 0, stdout: `https://${host}${path}`, stderr: "" });
  });

  await t.step("the receiver on a host of its own: that one answers", async () => {
    const rule = { host: "hooks.example.com", service: "receiver" };
    await createIngress(api, "kubeapps", "receiver", rule);
    assert.deepEqual(await url(), {
      code: 0,
      stdout: `https://hooks.example.com${path}`,
      stderr: "",
    });
    await api.delete("/api/v1/namespaces/kubeapps/services/receiver");
  });

  await t.step("a tenant's Service with the receiver's labels is named", async () => {
    await createService(api, "tenant", "receiver", receiverLabels);
    await createIngress(api, "tenant", "trap", { host, service: "receiver" });
    const { stderr } = await url();
    assert.match(
      stderr,
      /receiver at this address is in namespace "tenant", Kubeapps in "kubeapps"/,
    );
    await api.delete("/api/v1/namespaces/tenant/services/receiver");
  });

  await t.step("two that call themselves Kubeapps, one of them without an address", async () => {
    await api.delete("/apis/networking.k8s.io/v1/namespaces/kubeapps/ingresses/kubeapps");
    await api.delete("/api/v1/namespaces/tenant/services/kubeapps");
    await createService(api, "tenant", "kubeapps", frontendLabels);
    const { code, stdout, stderr } = await url();
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^error: which of these is meant can't be told:\n {2}https:\/\/trap/);
    assert.match(stderr, /service\/kubeapps in namespace "kubeapps": of type ClusterIP/);
    await api.delete("/api/v1/namespaces/tenant/services/kubeapps");
  });

  await t.step("a LoadBalancer Service", async () => {
    await api.patch("/api/v1/namespaces/kubeapps/services/kubeapps", {
      spec: { type: "LoadBalancer" },
    });
    assert.match((await url()).stderr, /it has no host name and no address yet/);
    const ingress = [{ ip: "192.0.2.7" }];
    await api.patch("/api/v1/namespaces/kubeapps/services/kubeapps/status", {
      status: { loadBalancer: { ingress } },
    });
    assert.match((await url()).stderr, /^error: No TLS was seen for http:\/\/192\.0\.2\.7\n/m);
    const yes = await runCommand([...words, ...admin, "--yes"]);
    assert.equal(yes.stdout, `http://192.0.2.7${path}`);
    await api.patch("/api/v1/namespaces/kubeapps/services/kubeapps", {
      spec: { type: "ClusterIP" },
    });
  });

  await t.step("an HTTPRoute, once the cluster knows such", async () => {
    await installGatewayApi(api);
    await createGatewayObject(api, "tenant", "Gateway", "public", {
      listeners: [{ name: "https", port: 443, protocol: "HTTPS" }],
    });
    await createGatewayObject(api, "kubeapps", "HTTPRoute", "kubeapps", {
      parentRefs: [{ name: "public", namespace: "tenant" }],
      hostnames: ["routed.example.com"],
      rules: [{ backendRefs: [{ name: "kubeapps", port: 80 }] }],
    });
    assert.equal((await url()).stdout, `https://routed.example.com${path}`);
  });

  await t.step("somebody without the right to look for Kubeapps", async () => {
    const user = "reader";
    const rule = { apiGroups: ["kubeapps.com"], resources: ["apprepositories"], verbs: ["get"] };
    await own.grantRole("team-a", { user }, [rule]);
    const kubeconfig = await own.kubeconfigFor({ user });
    const { code, stderr } = await runCommand([...words, "--kubeconfig", kubeconfig]);
    assert.equal(code, 1);
    assert.match(stderr, /^Error from server \(Forbidden\): services is forbidden/);
    assert.match(stderr, /--base-url/);
  });

  await t.step("somebody who may see Services, but not the routes", async () => {
    const user = "operator";
    const rule = (apiGroup: string, resource: string, verb: string) => ({
      apiGroups: [apiGroup],
      resources: [resource],
      verbs: [verb],
    });
    await own.grantClusterRole({ user }, [
      rule("kubeapps.com", "apprepositories", "get"),
      rule("", "services", "list"),
      rule("networking.k8s.io", "ingresses", "list"),
    ]);
    await createIngress(api, "kubeapps", "kubeapps", { host, service: "kubeapps" });
    const kubeconfig = await own.kubeconfigFor({ user });
    const { stdout, stderr } = await runCommand([...words, "--kubeconfig", kubeconfig]);
    assert.equal(stdout, `https://${host}${path}`);
    assert.match(stderr, /^Note: you may not list httproutes\.gateway\.networking\.k8s\.io in/);
    assert.match(stderr, /version of Kubeapps in namespace "kubeapps" can't be told/);
  });
});
