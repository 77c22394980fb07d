// What a granted token can change, tried on the real API server field by field.

import assert from "node:assert/strict";
import type { Api } from "../../../testcluster/api.ts";
import { testCluster } from "../support/cluster.ts";
import { type AppRepository, repositoryPath } from "../support/repositories.ts";
import { canLock, lockTest } from "./locks.ts";
import { assertMayGet, attempt, eventually, holder, succeed } from "./support.ts";

const cluster = await testCluster();
const locks = await canLock(cluster);

type Change = (repository: AppRepository) => void;

const podTemplate = {
  metadata: { labels: { a: "b" } },
  spec: { containers: [{ name: "sync", env: [{ name: "A", value: "1" }] }] },
};

/** Every field that Kubeapps knows, one that it does not, and nothing at its zero value. */
const fullSpec = {
  description: "d",
  interval: "10m",
  resyncRequests: 3,
  passCredentials: true,
  tlsInsecureSkipVerify: true,
  dockerRegistrySecrets: ["one", "two"],
  ociRepositories: ["a", "b"],
  filterRule: { jq: ".", variables: { $a: "1" } },
  auth: {
    header: { secretKeyRef: { name: "s", key: "k" } },
    customCA: { secretKeyRef: { name: "c", key: "k" } },
  },
  syncJobPodTemplate: podTemplate,
  unknown: { deep: [1, 2.5, { x: null }] },
};

const fullMetadata = {
  labels: { team: "a" },
  annotations: { note: "n" },
  finalizers: ["apprepositories.kubeapps.com/apprepo-cleanup-finalizer"],
};

const owner = { apiVersion: "v1", kind: "ConfigMap", name: "x", uid: "1-2-3" };

const refused: Record<string, Change> = {
  "spec.url": ({ spec }) => spec["url"] = "https://evil.example.com",
  "spec.type": ({ spec }) => spec["type"] = "oci",
  "spec.description": ({ spec }) => spec["description"] = "other",
  "spec.description, removed": ({ spec }) => delete spec["description"],
  "spec.interval": ({ spec }) => spec["interval"] = "@yearly",
  "spec.passCredentials": ({ spec }) => spec["passCredentials"] = false,
  "spec.tlsInsecureSkipVerify, removed": ({ spec }) => delete spec["tlsInsecureSkipVerify"],
  "spec.dockerRegistrySecrets": ({ spec }) => spec["dockerRegistrySecrets"] = ["one"],
  "spec.ociRepositories": ({ spec }) => spec["ociRepositories"] = ["b", "a"],
  "spec.filterRule": ({ spec }) => spec["filterRule"] = { jq: ".", variables: { $a: "2" } },
  "spec.auth": ({ spec }) => spec["auth"] = {},
  "spec.auth.header": ({ spec }) =>
    spec["auth"] = {
      ...fullSpec.auth,
      header: { secretKeyRef: { name: "other", key: "k" } },
    },
  "spec.syncJobPodTemplate": ({ spec }) =>
    spec["syncJobPodTemplate"] = {
      ...podTemplate,
      spec: { containers: [{ name: "sync", image: "evil", env: [{ name: "A", value: "1" }] }] },
    },
  "spec.syncJobPodTemplate, one value deep inside": ({ spec }) =>
    spec["syncJobPodTemplate"] = {
      ...podTemplate,
      spec: { containers: [{ name: "sync", env: [{ name: "A", value: "2" }] }] },
    },
  "spec.syncJobPodTemplate, removed": ({ spec }) => delete spec["syncJobPodTemplate"],
  "a field that the schema does not know": ({ spec }) =>
    spec["unknown"] = { deep: [1, 2.5, { x: 1 }] },
  "a new field of spec": ({ spec }) => spec["another"] = 1,
  "resyncRequests below zero": ({ spec }) => spec["resyncRequests"] = -1,
  "resyncRequests so high that nobody can raise it": ({ spec }) =>
    spec["resyncRequests"] = Number.MAX_SAFE_INTEGER,
  "metadata.labels": ({ metadata }) => metadata.labels = { team: "b" },
  "metadata.labels, removed": ({ metadata }) => delete metadata.labels,
  "metadata.annotations": ({ metadata }) => metadata.annotations = { note: "n", more: "1" },
  "metadata.finalizers": ({ metadata }) => metadata.finalizers = [],
  "metadata.finalizers, one more": ({ metadata }) => metadata.finalizers?.push("a.b/c"),
  "metadata.ownerReferences": ({ metadata }) =>
    Object.assign(metadata, { ownerReferences: [owner] }),
  "metadata.generateName": ({ metadata }) => Object.assign(metadata, { generateName: "x-" }),
  "metadata.managedFields, wiped": ({ metadata }) =>
    Object.assign(metadata, { managedFields: [{}] }),
  "metadata.managedFields, forged": ({ metadata }) => {
    const entries = (metadata as { managedFields?: Record<string, unknown>[] }).managedFields;
    entries?.push({
      ...entries[0],
      manager: "gitops",
      operation: "Apply",
      fieldsV1: { "f:spec": { "f:syncJobPodTemplate": {} } },
    });
  },
  status: (repository) => repository["status"] = { status: "x" },
  "a field beside spec": (repository) => repository["other"] = 1,
};

const allowed: Record<string, Change> = {
  "nothing at all": () => {},
  "resyncRequests, one more": ({ spec }) => spec["resyncRequests"] = 4,
  "resyncRequests, forty more": ({ spec }) => spec["resyncRequests"] = 43,
};

async function granted(prefix: string) {
  const namespace = await cluster.namespace(prefix);
  await cluster.createRepository(namespace, "bitnami", fullSpec, fullMetadata);
  await succeed(cluster, ["grant", "-n", namespace]);
  const token = await succeed(cluster, ["token", "-n", namespace]);
  const path = repositoryPath(namespace, "bitnami");
  using bearer = holder(cluster, token);
  await assertMayGet(bearer, path);
  if (locks) await untilLocked(bearer, path);
  return { namespace, token, path };
}

/** API servers learn of new policies a moment later. */
async function untilLocked(bearer: Api, path: string): Promise<void> {
  const evil: Change = ({ spec }) => spec["url"] = "https://evil.example.com";
  assert.ok(await eventually(async () => (await put(bearer, path, evil)).code === 403), "no lock");
}

async function put(api: Api, path: string, change: Change) {
  const repository = await api.get<AppRepository>(path);
  change(repository);
  return await attempt(api.replace(`${path}?dryRun=All`, repository));
}

lockTest(
  locks,
  "the lock lets a granted token change nothing but spec.resyncRequests",
  async () => {
    const { token, path } = await granted("lock");
    using bearer = holder(cluster, token);
    using admin = cluster.api();
    for (const [name, change] of Object.entries(refused)) {
      const { code, text } = await put(bearer, path, change);
      assert.equal(code, 403, `${name}: ${text}`);
      assert.match(text, /may only refresh AppRepositories/, name);
    }
    for (const [name, change] of Object.entries(allowed)) {
      const { code, text } = await put(bearer, path, change);
      assert.equal(code, 200, `${name}: ${text}`);
    }
    for (const [name, change] of Object.entries(refused)) {
      const { code, text } = await put(admin, path, change);
      // What the resource's schema or the server's own rules refuse, they refuse to everybody.
      assert.doesNotMatch(text, /ValidatingAdmissionPolicy/, name);
      assert.ok(code === 200 || code === 422, `${name}: ${text}`);
    }
  },
);

lockTest(locks, "the lock holds whatever verb the account is given besides", async () => {
  const { namespace, token, path } = await granted("lock-verbs");
  const account = { namespace, name: "apprepositories-refresh" };
  const resources = ["apprepositories", "apprepositories/status"];
  await cluster.grantRole(namespace, { serviceAccount: account }, [
    { apiGroups: ["kubeapps.com"], resources, verbs: ["*"] },
  ]);
  using bearer = holder(cluster, token);
  const evil = { spec: { url: "https://evil.example.com" } };
  const jsonPatch = [{ op: "replace", path: "/spec/url", value: "https://evil.example.com" }];
  const applied = {
    apiVersion: "kubeapps.com/v1alpha1",
    kind: "AppRepository",
    metadata: { name: "bitnami" },
    ...evil,
  };
  const fresh = { ...applied, metadata: { name: "fresh" }, spec: { type: "helm", ...evil.spec } };
  const apply = "application/apply-patch+yaml";
  const tries: Record<string, () => Promise<unknown>> = {
    "merge patch": () => bearer.patch(path, evil),
    "JSON patch": () => bearer.request("PATCH", path, jsonPatch, "application/json-patch+json"),
    "server-side apply": () =>
      bearer.request(
        "PATCH",
        `${path}?fieldManager=x&force=true`,
        applied,
        apply,
      ),
    "apply of a new one": () =>
      bearer.request(
        "PATCH",
        `${repositoryPath(namespace, "fresh")}?fieldManager=x`,
        fresh,
        apply,
      ),
    create: () => bearer.create(repositoryPath(namespace), fresh),
    delete: () => bearer.delete(path),
    "delete of all": () => bearer.delete(repositoryPath(namespace)),
  };
  for (const [name, work] of Object.entries(tries)) {
    const { code, text } = await attempt(work());
    assert.equal(code, 403, `${name}: ${text}`);
    assert.match(text, /may only refresh AppRepositories/, name);
  }
  const raise = { spec: { resyncRequests: 4 } };
  assert.equal((await attempt(bearer.patch(path, raise))).code, 200);
});

lockTest(locks, "the lock lets every one of many writers refresh", async () => {
  const { namespace, token, path } = await granted("lock-writers");
  using bearer = holder(cluster, token);
  using admin = cluster.api();
  for (let writer = 0; writer < 13; writer++) {
    const labels = { metadata: { labels: { [`l${writer}`]: "x" } } };
    await admin.request(
      "PATCH",
      `${path}?fieldManager=admin-${writer}`,
      labels,
      "application/merge-patch+json",
    );
    const repository = await bearer.get<AppRepository>(path);
    repository.spec["resyncRequests"] = writer + 10;
    const { code, text } = await attempt(
      bearer.replace(`${path}?fieldManager=sender-${writer}`, repository),
    );
    assert.equal(code, 200, `writer ${writer}: ${text}`);
  }
  assert.equal(await cluster.resyncRequests(namespace, "bitnami"), 22);
});

Deno.test("grant --no-lock leaves the lock out", async () => {
  const namespace = await cluster.namespace("no-lock");
  await cluster.createRepository(namespace, "bitnami");
  const stdout = await succeed(cluster, ["grant", "-n", namespace, "--no-lock"]);
  assert.doesNotMatch(stdout, /validatingadmission/);
  const token = await succeed(cluster, ["token", "-n", namespace]);
  using bearer = holder(cluster, token);
  const path = repositoryPath(namespace, "bitnami");
  await assertMayGet(bearer, path);
  const { code } = await put(bearer, path, ({ spec }) => spec["url"] = "https://evil.example.com");
  assert.equal(code, 200);
});

lockTest(locks, "grant puts a lock right that somebody has opened", async () => {
  const { namespace, token, path } = await granted("relock");
  const name = `apprepositories-refresh.${namespace}.apprepositories-refresh`;
  const policy = `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/${name}`;
  using admin = cluster.api();
  const opened = await admin.get<{ spec: Record<string, unknown> }>(policy);
  const always = [{ expression: "true" }];
  await admin.replace(policy, { ...opened, spec: { ...opened.spec, validations: always } });
  const stdout = await succeed(cluster, ["grant", "-n", namespace]);
  assert.match(
    stdout,
    /^validatingadmissionpolicy\.admissionregistration\.k8s\.io\/\S+ configured$/m,
  );
  using bearer = holder(cluster, token);
  await untilLocked(bearer, path);
});
