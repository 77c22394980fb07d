/** Annotations by which TLS is had elsewhere than in the object's own fields. */

import type { KubeObject } from "../../../kube/api/resource.ts";

/** By the end of the name, since most controllers allow another beginning. */
const hints: readonly (readonly [name: RegExp, value: RegExp])[] = [
  // AWS: load balancers of the AWS Load Balancer Controller and of the cloud provider.
  [/^alb\.ingress\.kubernetes\.io\/(certificate-arn|ssl-redirect|ssl-policy)$/, /./],
  [/^alb\.ingress\.kubernetes\.io\/listen-ports$/, /HTTPS/],
  [/^service\.beta\.kubernetes\.io\/aws-load-balancer-ssl-(cert|ports)$/, /./],
  // Google and Azure.
  [/^networking\.gke\.io\/(managed-certificates|v1beta1\.FrontendConfig)$/, /./],
  [/^(ingress\.gcp\.kubernetes\.io\/pre-shared-cert|networking\.gke\.io\/certmap)$/, /./],
  [/^appgw\.ingress\.kubernetes\.io\/(appgw-ssl-certificate|appgw-ssl-profile)$/, /./],
  [/^appgw\.ingress\.kubernetes\.io\/ssl-redirect$/, /^true$/i],
  // Traefik's routers.
  [/^traefik\.ingress\.kubernetes\.io\/router\.tls(\..+)?$/, /^(?!false$)./i],
  [/^traefik\.ingress\.kubernetes\.io\/router\.entrypoints$/, /websecure|https/i],
  // A redirect to https makes sense only where something answers it.
  [/\/(force-)?ssl-redirect$/, /^true$/i],
  [/^route\.openshift\.io\/termination$/, /^(edge|reencrypt|passthrough)$/i],
  // Other clouds' load balancers.
  [/^service\.(beta\.)?kubernetes\.io\/.*(-certificate-id|-cert-id|-ssl-cert)$/, /./],
];

/** @returns the annotation that tells of TLS */
export function tlsHint({ metadata: { annotations = {} } }: KubeObject): string | undefined {
  return Object.keys(annotations).find((name) =>
    hints.some(([names, values]) => names.test(name) && values.test(annotations[name] ?? ""))
  );
}
