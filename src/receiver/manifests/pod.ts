import { type ManifestOptions, ports } from "./options.ts";

const authority = { name: "kube-root-ca", folder: "/etc/kube-root-ca" };
const kubeconfig = { name: "kubeconfig", folder: "/etc/kubeconfig", key: "config" };

/** @param labelSelector of the Pods themselves */
export function podSpec(options: ManifestOptions, labelSelector: unknown) {
  const { name, image, imagePullSecrets, args, gracePeriod, memory } = options;
  const volumes = volumesOf(options);
  return {
    // It has no rights of its own, so it needs no token.
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
    volumes: volumes.map(({ name, configMap }) => ({ name, configMap })),
  };
}

function volumesOf({ kubeconfigConfigMap }: ManifestOptions) {
  const roots = {
    ...authority,
    configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] },
  };
  if (kubeconfigConfigMap === undefined) return [roots];
  const { key } = kubeconfig;
  const items = [{ key, path: key }];
  return [roots, { ...kubeconfig, configMap: { name: kubeconfigConfigMap, items } }];
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
