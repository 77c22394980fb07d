// Kubeapps as it looks to the API, without anything that runs.

import type { Api } from "../../../testcluster/api.ts";
import { ApiError } from "../../../testcluster/api.ts";

export const frontendLabels = {
  "app.kubernetes.io/name": "kubeapps",
  "app.kubernetes.io/component": "frontend",
};

export const receiverLabels = {
  "app.kubernetes.io/name": "kubectl-apprepo",
  "app.kubernetes.io/component": "receiver",
};

export async function createNamespace(api: Api, name: string): Promise<void> {
  await api.create("/api/v1/namespaces", object("v1", "Namespace", { name }));
}

export async function createService(
  api: Api,
  namespace: string,
  name: string,
  labels: Record<string, string>,
  type = "ClusterIP",
): Promise<void> {
  const spec = { type, selector: labels, ports: [{ name: "http", port: 80 }] };
  const path = `/api/v1/namespaces/${namespace}/services`;
  await api.create(path, { ...object("v1", "Service", { name, labels }), spec });
}

/** Kubeapps' controller, of a version by label or by the tag of its image. */
export async function createController(
  api: Api,
  namespace: string,
  version: { label?: string; image: string },
): Promise<void> {
  const labels: Record<string, string> = {
    "app.kubernetes.io/name": "kubeapps",
    "app.kubernetes.io/component": "apprepository",
  };
  const template = {
    metadata: { labels: { ...labels } },
    spec: { containers: [{ name: "controller", image: version.image }] },
  };
  if (version.label) labels["app.kubernetes.io/version"] = version.label;
  const spec = { replicas: 0, selector: { matchLabels: template.metadata.labels }, template };
  const name = "kubeapps-internal-apprepository-controller";
  await replace(api, `/apis/apps/v1/namespaces/${namespace}/deployments`, {
    ...object("apps/v1", "Deployment", { name, labels }),
    spec,
  });
}

export interface IngressRule {
  readonly host: string;
  readonly service: string;
  readonly path?: string;
  readonly tls?: boolean;
}

export async function createIngress(
  api: Api,
  namespace: string,
  name: string,
  { host, service, path = "/", tls = true }: IngressRule,
): Promise<void> {
  const backend = { service: { name: service, port: { name: "http" } } };
  const spec = {
    rules: [{ host, http: { paths: [{ path, pathType: "Prefix", backend }] } }],
    ...(tls ? { tls: [{ hosts: [host], secretName: "tls" }] } : {}),
  };
  await replace(api, `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses`, {
    ...object("networking.k8s.io/v1", "Ingress", { name }),
    spec,
  });
}

const gatewayTypes = [
  ["gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes", "Namespaced"],
  ["gateway.networking.k8s.io", "v1", "Gateway", "gateways", "Namespaced"],
  ["gateway.networking.k8s.io", "v1", "GatewayClass", "gatewayclasses", "Cluster"],
  ["gateway.networking.k8s.io", "v1", "ListenerSet", "listenersets", "Namespaced"],
  ["gateway.networking.x-k8s.io", "v1alpha1", "XListenerSet", "xlistenersets", "Namespaced"],
] as const;

/** As much of the Gateway API's definitions as an object with any fields needs. */
export async function installGatewayApi(api: Api): Promise<void> {
  for (const [group, version, kind, plural, scope] of gatewayTypes) {
    const schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
    const annotations = { "api-approved.kubernetes.io": "unapproved, a stand-in for tests" };
    await api.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", {
      ...object("apiextensions.k8s.io/v1", "CustomResourceDefinition", {
        name: `${plural}.${group}`,
        annotations,
      }),
      spec: {
        group,
        scope,
        names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
        versions: [{
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema },
        }],
      },
    });
    await untilServed(api, `/apis/${group}/${version}/${plural}`);
  }
}

export async function createGatewayObject(
  api: Api,
  namespace: string,
  kind: "HTTPRoute" | "Gateway",
  name: string,
  spec: unknown,
): Promise<void> {
  const path = `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/${kind.toLowerCase()}s`;
  await api.create(path, { ...object("gateway.networking.k8s.io/v1", kind, { name }), spec });
}

export function object(apiVersion: string, kind: string, metadata: Record<string, unknown>) {
  return { apiVersion, kind, metadata };
}

async function replace(
  api: Api,
  path: string,
  value: { metadata: Record<string, unknown>; spec: unknown },
): Promise<void> {
  try {
    await api.delete(`${path}/${value.metadata["name"]}`);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 404)) throw error;
  }
  await api.create(path, value);
}

async function untilServed(api: Api, path: string): Promise<void> {
  for (let tries = 0;; tries++) {
    try {
      return void await api.get(path);
    } catch (error) {
      if (tries === 600 || !(error instanceof ApiError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
