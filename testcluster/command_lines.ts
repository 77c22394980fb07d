// How etcd, kube-apiserver and kube-controller-manager are called.

import type { Binaries } from "./binaries.ts";
import { files } from "./files.ts";
import type { VersionFlags } from "./version_flags.ts";

const HOST = "127.0.0.1";

export function etcdCommand(binaries: Binaries, folder: string): string[] {
  const { etcdData, etcdSocket } = files(folder);
  return [
    binaries.etcd,
    ...flags({
      "data-dir": etcdData,
      "listen-client-urls": `unix://${etcdSocket}`,
      "advertise-client-urls": `unix://${etcdSocket}`,
      "listen-peer-urls": `http://${HOST}:0`, // there are no peers
      "unsafe-no-fsync": "true", // nothing here has to survive a power cut
      "log-level": "warn",
    }),
  ];
}

export function apiServerCommand(
  binaries: Binaries,
  { drainsWatches }: VersionFlags,
  folder: string,
  port: number,
): string[] {
  const paths = files(folder);
  return [
    binaries.apiServer,
    ...flags({
      "etcd-servers": `unix://${paths.etcdSocket}`,
      "bind-address": HOST,
      "advertise-address": HOST,
      "secure-port": String(port),
      "kubelet-preferred-address-types": "InternalIP",
      "endpoint-reconciler-type": "none", // it refuses a loopback address
      "service-cluster-ip-range": "10.0.0.0/24",
      "tls-cert-file": paths.serverCertificate,
      "tls-private-key-file": paths.serverKey,
      "client-ca-file": paths.ca,
      "authorization-mode": "RBAC",
      "service-account-issuer": "https://kubernetes.default.svc.cluster.local",
      "service-account-signing-key-file": paths.tokenKey,
      "service-account-key-file": paths.tokenPublicKey,
      "service-account-extend-token-expiration": "false",
      ...(drainsWatches ? { "shutdown-watch-termination-grace-period": "1s" } : {}), // 0 waits a minute for them
      "audit-policy-file": `${import.meta.dirname}/audit_policy.yaml`,
      "audit-log-path": paths.auditLog,
      "audit-log-maxsize": "10000", // megabytes: never rotated, so that it can be read as one file
    }),
  ];
}

export function controllerManagerCommand(
  binaries: Binaries,
  { nodeLifecycleController }: VersionFlags,
  folder: string,
): string[] {
  const paths = files(folder);
  return [
    binaries.controllerManager,
    ...flags({
      kubeconfig: paths.controllerManagerKubeconfig,
      "service-account-private-key-file": paths.tokenKey,
      "root-ca-file": paths.ca,
      controllers: `*,-${nodeLifecycleController}`, // there are no nodes, and Pods must not be evicted
      "leader-elect": "false",
      "secure-port": "0",
      "kube-api-qps": "200",
      "kube-api-burst": "400",
    }),
  ];
}

function flags(values: Record<string, string>): string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}
