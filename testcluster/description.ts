/** A running cluster, as main.ts prints it. */
export interface ClusterDescription {
  /** Path of the admin's kubeconfig. */
  kubeconfig: string;
  server: string;
  /** Where its keys, logs and data are (files.ts). */
  folder: string;
  /** The process that holds it. */
  pid: number;
}
