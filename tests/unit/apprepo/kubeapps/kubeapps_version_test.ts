import assert from "node:assert/strict";
import {
  answersWebhooks,
  kubeappsVersion,
} from "../../../../src/apprepo/kubeapps/kubeapps_version.ts";

function deployment(component: string, version?: string, image = "nginx:1.27.3") {
  const labels = {
    "app.kubernetes.io/component": component,
    ...(version === undefined ? {} : { "app.kubernetes.io/version": version }),
  };
  return { metadata: { labels }, spec: { template: { spec: { containers: [{ image }] } } } };
}

function versionOf(...found: ReturnType<typeof deployment>[]): string | undefined {
  return kubeappsVersion(found);
}

Deno.test("kubeappsVersion() reads the label, else the tag of Kubeapps' image", () => {
  assert.equal(versionOf(deployment("apprepository", "2.12.1")), "2.12.1");
  const images = [
    ["docker.io/bitnami/kubeapps-apprepository-controller:2.4.6-debian-10-r0", "2.4.6"],
    ["host:5000/kubeapps/kubeapps-apis:v2.5.0@sha256:0123", "2.5.0"],
    ["ghcr.io/sap/kubeapps/apprepository-controller:3.0.0", "3.0.0"],
    ["bitnami/kubeapps-apis:latest", undefined],
    ["host:5000/bitnami/kubeapps-apis", undefined],
    ["nginx:1.27.3", undefined],
  ] as const;
  for (const [image, version] of images) {
    assert.equal(versionOf(deployment("apprepository", undefined, image)), version);
  }
  assert.equal(versionOf(), undefined);
});

Deno.test("kubeappsVersion() asks the controller before the others", () => {
  const found = [deployment("dashboard", "9.9.9"), deployment("apprepository", "2.7.0")];
  assert.equal(versionOf(...found), "2.7.0");
});

Deno.test("answersWebhooks() is true from 2.1 to 2.4", () => {
  const answering = ["2.1.0", "2.4.6", "2.4"];
  const silent = ["2.0.1", "2.5.0", "2.12.1", "1.11.3", "3.2.0"];
  assert.deepEqual([...answering, ...silent].filter(answersWebhooks), answering);
});
