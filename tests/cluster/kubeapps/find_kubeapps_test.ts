// A cluster of its own: Kubeapps is looked for in all namespaces.

import assert from "node:assert/strict";
import { findKubeapps } from "../../../src/apprepo/kubeapps/find_kubeapps.ts";
import { KubeClient } from "../../../src/kube/api/client.ts";
import { loadConnection } from "../../../src/kube/kubeconfig/connection.ts";
import { realHost } from "../../../src/real_host.ts";
import { ownCluster } from "../support/own_cluster.ts";
import { createNamespace } from "../webhook/kubeapps.ts";

const domain = "app.kubernetes.io";

interface Part {
  readonly component?: string;
  readonly name?: string;
  readonly chart?: string;
  readonly instance?: string;
  readonly version?: string;
  readonly image?: string;
  readonly args?: readonly string[];
  readonly namespace?: string;
}

function deployment(part: Part, at: number) {
  const { component = "apprepository", name = "kubeapps", namespace = "kubeapps" } = part;
  const { chart, instance, version, image = "x", args = [] } = part;
  const labels = {
    [`${domain}/name`]: name,
    [`${domain}/component`]: component,
    [`${domain}/instance`]: instance,
    [`${domain}/version`]: version,
    "helm.sh/chart": chart,
  };
  const matchLabels = { part: `part-${at}` };
  const spec = { containers: [{ name: "c", image, args }] };
  const template = { metadata: { labels: matchLabels }, spec };
  return {
    metadata: { name: `part-${at}`, namespace, labels },
    spec: { replicas: 0, selector: { matchLabels }, template },
  };
}

interface Case {
  readonly parts: readonly Part[];
  readonly namespaces: readonly string[];
  readonly global: readonly string[];
  /** `namespace/instance version` */
  readonly releases: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  "no Kubeapps, by custom": {
    parts: [],
    namespaces: ["kubeapps"],
    global: ["kubeapps"],
    releases: [],
  },
  "2.1, whose controller's image tells": {
    parts: [
      { image: "docker.io/bitnami/kubeapps-apprepository-controller:2.1.0-scratch-r1" },
      { component: "kubeops", image: "docker.io/bitnami/kubeapps-kubeops:2.1.0-scratch-r1" },
    ],
    namespaces: ["kubeapps"],
    global: ["kubeapps"],
    releases: ["kubeapps/ 2.1.0"],
  },
  "2.12 elsewhere, with a suffix for what is global": {
    parts: [
      {
        namespace: "apps",
        instance: "ka",
        version: "2.12.1",
        args: ["--namespace=apps", "--global-repos-namespace=apps-repos-global"],
      },
      { component: "dashboard", namespace: "apps", instance: "ka", version: "2.12.1" },
    ],
    namespaces: ["apps"],
    global: ["apps", "apps-repos-global"],
    releases: ["apps/ka 2.12.1"],
  },
  "SAP's 3.0": {
    parts: [{ version: "3.0.0", image: "ghcr.io/sap/kubeapps/apprepository-controller:3.0.0" }],
    namespaces: ["kubeapps"],
    global: ["kubeapps"],
    releases: ["kubeapps/ 3.0.0"],
  },
  "a nameOverride": {
    parts: [{
      namespace: "apps",
      name: "catalog",
      chart: "kubeapps-12.4.0",
      version: "2.8.0",
      args: ["--global-repos-namespace", "shared"],
    }],
    namespaces: ["apps"],
    global: ["apps", "shared"],
    releases: ["apps/ 2.8.0"],
  },
  "another chart with such components": {
    parts: [
      { component: "dashboard", name: "minio", chart: "minio-14.0.0", namespace: "apps" },
      { component: "apprepository", name: "x", chart: "kubeapps-tools-1.0.0", namespace: "apps" },
    ],
    namespaces: ["kubeapps"],
    global: ["kubeapps"],
    releases: [],
  },
  "several releases, two of them in one namespace": {
    parts: [
      { namespace: "apps", instance: "a", version: "2.4.6", args: ["--global-repos-namespace=a"] },
      { namespace: "apps", instance: "b", version: "2.12.1", args: ["--global-repos-namespace=b"] },
      { namespace: "kubeapps", instance: "a", version: "3.0.0" },
    ],
    namespaces: ["apps", "kubeapps"],
    global: ["a", "apps", "b", "kubeapps"],
    releases: ["apps/a 2.4.6", "apps/b 2.12.1", "kubeapps/a 3.0.0"],
  },
  "a controller that tells no version, and another part that does": {
    parts: [{ image: "registry.local/mirror:latest" }, {
      component: "kubeappsapis",
      version: "2.9.0",
    }],
    namespaces: ["kubeapps"],
    global: ["kubeapps"],
    releases: ["kubeapps/ 2.9.0"],
  },
};

Deno.test("findKubeapps() knows where Kubeapps is, which, and what is global", async (t) => {
  await using own = await ownCluster();
  using api = own.api();
  for (const name of ["kubeapps", "apps"]) await createNamespace(api, name);
  const { signal } = new AbortController();

  async function found(kubeconfig: string) {
    const host = realHost();
    const connection = await loadConnection(host, { kubeconfig });
    const client = await KubeClient.open(host, connection, { userAgent: "test", warning() {} });
    try {
      const { namespaces, globalNamespaces, releases } = await findKubeapps(client, signal);
      return {
        namespaces: namespaces.toSorted(),
        global: globalNamespaces.toSorted(),
        releases: releases.map(({ namespace, instance, version }) =>
          `${namespace}/${instance} ${version}`
        ).sort(),
      };
    } finally {
      await client.close();
    }
  }

  const path = (namespace: string) => `/apis/apps/v1/namespaces/${namespace}/deployments`;

  async function withParts(parts: readonly Part[], then: () => Promise<void>) {
    const made = parts.map(deployment);
    for (const one of made) await api.create(path(one.metadata.namespace), one);
    await then();
    for (const { metadata } of made) {
      await api.delete(`${path(metadata.namespace)}/${metadata.name}`);
    }
  }

  for (const [what, { parts, ...expected }] of Object.entries(cases)) {
    await t.step(what, () =>
      withParts(parts, async () => {
        assert.deepEqual(await found(own.adminKubeconfig), expected);
      }));
  }

  await t.step(
    "somebody who may not look, and one who may in Kubeapps' usual namespace",
    () =>
      withParts([{ version: "2.9.0", args: ["--global-repos-namespace=shared"] }], async () => {
        const nobody = await own.kubeconfigFor({ user: "nobody" });
        const usual = { namespaces: ["kubeapps"], global: ["kubeapps"], releases: [] };
        assert.deepEqual(await found(nobody), usual);
        const rule = { apiGroups: ["apps"], resources: ["deployments"], verbs: ["list"] };
        await own.grantRole("kubeapps", { user: "somebody" }, [rule]);
        const somebody = await own.kubeconfigFor({ user: "somebody" });
        assert.deepEqual(await found(somebody), {
          namespaces: ["kubeapps"],
          global: ["kubeapps", "shared"],
          releases: ["kubeapps/ 2.9.0"],
        });
      }),
  );
});
