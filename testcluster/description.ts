import type { ControlPlane } from "./control_plane.ts";
import { files } from "./files.ts";

/** A running cluster, as main.ts prints it. */
export interface ClusterDescription {
  /** Path of the admin's kubeconfig. */
  kubeconfig: string;
  server: string;
  /** Where its keys, logs and data are (files.ts). */
  folder: string;
  /** The process that holds it. */
  pid: number;
  /** Process ids of etcd, kube-apiserver and kube-controller-manager. */
  parts: number[];
}

/** Describes a control plane of this process. */
export function describe(plane: ControlPlane): ClusterDescription {
  const { folder, server, parts } = plane;
  return { kubeconfig: files(folder).adminKubeconfig, server, folder, pid: Deno.pid, parts };
}
