import { type ManifestOptions, ports } from "./options.ts";

const authority = { name: "kube-root-ca", folder: "/etc/kube-root-ca" };
/** Where Kubernetes would put it, and `serve --hooks` looks for it. */
const ownToken = { name: "own-token", folder: "/var/run/secrets/kubernetes.io/serviceaccount" };
/** Seconds; the kubelet renews it in time. */
const ownTokenLife = 3_600;
const kubeconfig = { name: "kubeconfig", folder: "/etc/kubeconfig", key: "config" };

/** @param labelSelector of the Pods themselves */
export function podSpec(options: ManifestOptions, labelSelector: unknown) {
  const { name, image, imagePullSecrets, args, gracePeriod, memory } = options;
  const volumes = volumesOf(options);
  return {
    // It has no rights of its own, so it needs no token, but for hooks one that ends soon. Left out,
    // an account that was there before would stay: API servers keep it in a field of its own.
    serviceAccountName: options.hooks ? name : "default",
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: gracePeriod,
    ...(imagePullSecrets.length === 0 ? {} : {
      imagePullSecrets: imagePullSecrets.map((name) => ({ name })),
    }),
    // No user: the image names one by number, and OpenShift chooses its own.
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    topologySpreadConstraints: [{
      maxSkew: 1,
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector,
    }],
    containers: [{
      name,
      image,
      args: ["serve", ...clusterArgs(options), ...args],
      ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })),
      livenessProbe: probe("/healthz", "metrics"),
      // On the port that serves: what is ready there is what callers reach.
      readinessProbe: probe("/readyz", "http"),
      resources: {
        requests: { cpu: "50m", memory: "128Mi" },
        limits: { memory: `${memory}Mi` },
      },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
      volumeMounts: volumes.map(({ name, folder }) => ({
        name,
        mountPath: folder,
        readOnly: true,
      })),
    }],
    volumes: volumes.map(({ name, source }) => ({ name, ...source })),
  };
}

interface Volume {
  readonly name: string;
  /** Where it is mounted. */
  readonly folder: string;
  /** What it is made of. */
  readonly source: Readonly<Record<string, unknown>>;
}

function volumesOf({ hooks, kubeconfigConfigMap }: ManifestOptions): Volume[] {
  const roots = { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] };
  const all: Volume[] = [{ ...authority, source: { configMap: roots } }];
  if (kubeconfigConfigMap !== undefined) {
    const { key, ...rest } = kubeconfig;
    const items = [{ key, path: key }];
    all.push({ ...rest, source: { configMap: { name: kubeconfigConfigMap, items } } });
  }
  if (hooks) {
    const token = { path: "token", expirationSeconds: ownTokenLife };
    all.push({ ...ownToken, source: { projected: { sources: [{ serviceAccountToken: token }] } } });
  }
  return all;
}

function clusterArgs({ kubeconfigConfigMap }: ManifestOptions): string[] {
  return [
    // IPv4, IPv6 or both, whatever the Pod has.
    "--address=*",
    `--port=${ports.http}`,
    `--metrics-port=${ports.metrics}`,
    "--server=https://kubernetes.default.svc",
    `--certificate-authority=${authority.folder}/ca.crt`,
    ...(kubeconfigConfigMap === undefined
      ? []
      : [`--kubeconfig=${kubeconfig.folder}/${kubeconfig.key}`]),
  ];
}

function probe(path: string, port: keyof typeof ports) {
  return { httpGet: { path, port }, periodSeconds: 5, timeoutSeconds: 3 };
}
