// --check against a real nginx in Kubeapps' place.

import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { createAccount, grantRefresh } from "./account.ts";
import { runCommand } from "./command.ts";
import { refreshing, serveEndpoint, serverCertificate, trusting } from "./endpoint.ts";
import { hasNginx, startNginx } from "./nginx.ts";

const ignore = !hasNginx;

const cluster = await testCluster();
const namespace = await cluster.namespace("webhook-nginx");
for (const name of ["bitnami", "my.repo"]) await cluster.createRepository(namespace, name);
using api = cluster.api();
await createAccount(api, namespace);
await grantRefresh(cluster, namespace);
const env = await trusting(cluster);

function check(baseUrl: string, name: string) {
  const there = ["--kubeconfig", cluster.adminKubeconfig, "-n", namespace];
  return runCommand(["webhook-url", name, "--check", "--base-url", baseUrl, ...there], { env });
}

Deno.test({
  name: "--check knows the dashboard of Kubeapps 2.5-2.12 by its redirect, and its version",
  ignore,
  async fn() {
    await using nginx = await startNginx(serverCertificate(cluster));
    const { code, stderr } = await check(nginx.baseUrl, "bitnami");
    assert.equal(code, 1);
    assert.match(stderr, /^error: no such endpoint behind this URL: 301, a redirect to /);
    assert.match(stderr, /\/bitnami\/refresh\/: that is how the dashboard of Kubeapps answers/);
    assert.match(stderr, /Kubeapps there is version 2\.12\.1\./);
    assert.match(stderr, /kubectl apprepo serve/);
    assert.equal(await cluster.resyncRequests(namespace, "bitnami"), 0);
  },
});

Deno.test({
  name: "--check knows it by its 405 for a path with a dot",
  ignore,
  async fn() {
    await using nginx = await startNginx(serverCertificate(cluster));
    const { code, stderr } = await check(nginx.baseUrl, "my.repo");
    assert.equal(code, 1);
    assert.match(stderr, /^error: no such endpoint behind this URL: 405/);
  },
});

Deno.test({
  name: "--check refreshes where one path of Kubeapps' host leads to an endpoint again",
  ignore,
  async fn() {
    await using endpoint = serveEndpoint(cluster, refreshing(cluster));
    await using nginx = await startNginx(serverCertificate(cluster), endpoint.baseUrl);
    const { code, stderr } = await check(nginx.baseUrl, "bitnami");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^refreshed: 200 /);
    assert.equal(await cluster.resyncRequests(namespace, "bitnami"), 1);
  },
});
