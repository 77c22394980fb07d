/** The receiver in a cluster, as Kubernetes objects. */

import {
  hookPrefix,
  type IngressOptions,
  type ManifestOptions,
  ports,
  webhookPrefix,
} from "./options.ts";
import { podSpec } from "./pod.ts";

const noToken = { automountServiceAccountToken: false };

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Record<string, unknown>;
  readonly spec?: Record<string, unknown>;
  readonly [field: string]: unknown;
}

/** In the order in which they should be made. */
export function receiverManifests(options: ManifestOptions): KubernetesObject[] {
  const { name, namespace, ingress, hooks } = options;
  const labels = {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/component": "receiver",
  };
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }), labels };
  const selector = { matchLabels: labels };
  const objects: KubernetesObject[] = [
    // Without a right: each that it ever has, a tenant lent it.
    ...hooks ? [{ apiVersion: "v1", kind: "ServiceAccount", metadata, ...noToken }] : [],
    { apiVersion: "v1", kind: "Service", metadata, spec: serviceSpec(labels) },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        replicas: 2,
        selector,
        template: { metadata: { labels }, spec: podSpec(options, selector) },
      },
    },
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata,
      spec: { maxUnavailable: 1, selector },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata,
      spec: networkPolicySpec(selector, options.egressPorts),
    },
  ];
  if (ingress) {
    objects.push({
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { ...metadata, ...annotationsOf(ingress) },
      spec: ingressSpec(ingress, pathsOf(options)),
    });
  }
  return objects;
}

/**
 * For Kubeapps' own chart, Bitnami's and SAP's alike, where the Ingress controller does not join the
 * Ingresses of one host.
 */
export function chartValues(options: Pick<ManifestOptions, "name" | "hooks">) {
  return { ingress: { extraPaths: pathsOf(options) } };
}

function serviceSpec(selector: Record<string, string>) {
  const port = (name: keyof typeof ports, port: number) => ({ name, port, targetPort: name });
  return {
    ipFamilyPolicy: "PreferDualStack",
    selector,
    ports: [port("http", 80), port("metrics", ports.metrics)],
  };
}

/**
 * In: the two ports. Out: everything, unless ports are named; which port an API server really has is
 * behind the Service's address, and a policy that guesses wrong cuts the receiver off.
 */
function networkPolicySpec(podSelector: unknown, egressPorts: readonly number[]) {
  const tcp = (port: number | string) => ({ protocol: "TCP", port });
  const ingress = [{ ports: Object.keys(ports).map(tcp) }];
  if (egressPorts.length === 0) return { podSelector, policyTypes: ["Ingress"], ingress };
  const dns = [tcp(53), { protocol: "UDP", port: 53 }];
  return {
    podSelector,
    policyTypes: ["Ingress", "Egress"],
    ingress,
    egress: [{ ports: egressPorts.map(tcp) }, { ports: dns }],
  };
}

function annotationsOf({ annotations }: IngressOptions) {
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

function ingressSpec({ host, className, tlsSecret }: IngressOptions, paths: unknown) {
  return {
    ...(className === undefined ? {} : { ingressClassName: className }),
    ...(tlsSecret === undefined ? {} : { tls: [{ hosts: [host], secretName: tlsSecret }] }),
    rules: [{ host, http: { paths } }],
  };
}

function pathsOf({ name, hooks }: Pick<ManifestOptions, "name" | "hooks">) {
  const backend = { service: { name, port: { name: "http" } } };
  return [webhookPrefix, ...hooks ? [hookPrefix] : []]
    .map((path) => ({ path, pathType: "Prefix", backend }));
}
