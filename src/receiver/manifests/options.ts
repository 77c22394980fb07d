/** What the receiver's manifests are made from. */

export interface ManifestOptions {
  /** Of all objects. */
  readonly name: string;
  /** Undefined leaves it to whoever applies them. */
  readonly namespace?: string;
  /** What is in front; without it, something else leads to the Service. */
  readonly ingress?: IngressOptions;
  readonly image: string;
  /** Secrets with which the image is pulled. */
  readonly imagePullSecrets: readonly string[];
  /** A ConfigMap whose key `config` is a kubeconfig, for other clusters. */
  readonly kubeconfigConfigMap?: string;
  /** TCP ports that the receiver may reach; all, of everything, where there are none. */
  readonly egressPorts: readonly number[];
  /** Whether it takes hooks, and so has an account of its own. */
  readonly hooks: boolean;
  /** What `serve` is given beyond what being in a cluster takes. */
  readonly args: readonly string[];
  /** Seconds between the SIGTERM and the SIGKILL. */
  readonly gracePeriod: number;
  /** MiB. */
  readonly memory: number;
}

export interface IngressOptions {
  /** Kubeapps' own host. */
  readonly host: string;
  readonly className?: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Undefined where the controller has a certificate for the host anyway, or none. */
  readonly tlsSecret?: string;
}

/** The first folder of all webhooks; Kubeapps from 2.5 on serves nothing below it. */
export const webhookPrefix = "/api/v1/clusters";

/** The first folder of all hooks; Kubeapps serves nothing below it either. */
export const hookPrefix = "/hook";

export const ports = { http: 8080, metrics: 8081 } as const;
