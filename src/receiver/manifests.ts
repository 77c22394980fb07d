/** The receiver in a cluster, as Kubernetes objects. */

export interface ManifestOptions {
  /** Of all objects. */
  readonly name: string;
  /** Undefined leaves it to whoever applies them. */
  readonly namespace?: string;
  /** Kubeapps' own host. */
  readonly host: string;
  readonly image: string;
  readonly ingressClass?: string;
  /** Undefined where the controller has a certificate for the host anyway, or none. */
  readonly tlsSecret?: string;
  /** What `serve` is given beyond what being in a cluster takes. */
  readonly args: readonly string[];
}

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Record<string, unknown>;
  readonly spec: Record<string, unknown>;
}

const ports = { http: 8080, metrics: 8081 } as const;
const authorityFolder = "/etc/kube-root-ca";
/** The first folder of all webhooks; Kubeapps from 2.5 on serves nothing below it. */
const webhookPrefix = "/api/v1/clusters";

/** In the order in which they should be made. */
export function receiverManifests(options: ManifestOptions): KubernetesObject[] {
  const labels = {
    "app.kubernetes.io/name": options.name,
    "app.kubernetes.io/component": "receiver",
  };
  const { name, namespace } = options;
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }), labels };
  const selector = { matchLabels: labels };
  return [
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
      spec: networkPolicySpec(selector),
    },
    { apiVersion: "networking.k8s.io/v1", kind: "Ingress", metadata, spec: ingressSpec(options) },
  ];
}

function serviceSpec(selector: Record<string, string>) {
  const port = (name: keyof typeof ports, port: number) => ({ name, port, targetPort: name });
  return { selector, ports: [port("http", 80), port("metrics", ports.metrics)] };
}

function podSpec({ name, image, args }: ManifestOptions, labelSelector: unknown) {
  const volume = "kube-root-ca";
  return {
    // It has no rights of its own, so it needs no token.
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 30,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65_532,
      runAsGroup: 65_532,
      seccompProfile: { type: "RuntimeDefault" },
    },
    topologySpreadConstraints: [{
      maxSkew: 1,
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector,
    }],
    containers: [{
      name,
      image,
      args: ["serve", ...clusterArgs(), ...args],
      ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })),
      livenessProbe: probe("/healthz"),
      readinessProbe: probe("/readyz"),
      resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "512Mi" } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
      volumeMounts: [{ name: volume, mountPath: authorityFolder, readOnly: true }],
    }],
    volumes: [{
      name: volume,
      configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] },
    }],
  };
}

function clusterArgs(): string[] {
  return [
    "--address=0.0.0.0",
    `--port=${ports.http}`,
    `--metrics-port=${ports.metrics}`,
    "--server=https://kubernetes.default.svc",
    `--certificate-authority=${authorityFolder}/ca.crt`,
  ];
}

function probe(path: string) {
  return { httpGet: { path, port: "metrics" }, periodSeconds: 5, timeoutSeconds: 3 };
}

/** In: the two ports. Out: the API server, wherever it is, and DNS. */
function networkPolicySpec(podSelector: unknown) {
  const tcp = (port: number | string) => ({ protocol: "TCP", port });
  return {
    podSelector,
    policyTypes: ["Ingress", "Egress"],
    ingress: [{ ports: Object.keys(ports).map(tcp) }],
    egress: [
      { ports: [tcp(443), tcp(6443)] },
      { ports: [tcp(53), { protocol: "UDP", port: 53 }] },
    ],
  };
}

function ingressSpec({ name, host, ingressClass, tlsSecret }: ManifestOptions) {
  const backend = { service: { name, port: { name: "http" } } };
  const paths = [{ path: webhookPrefix, pathType: "Prefix", backend }];
  return {
    ...(ingressClass === undefined ? {} : { ingressClassName: ingressClass }),
    ...(tlsSecret === undefined ? {} : { tls: [{ hosts: [host], secretName: tlsSecret }] }),
    rules: [{ host, http: { paths } }],
  };
}
