/** What stands in front of a Service, as far as a webhook's address is read from it. */

import type { KubeObject, Resource } from "../../../kube/api/resource.ts";

export const services: Resource = {
  group: "",
  version: "v1",
  plural: "services",
  kind: "Service",
  namespaced: true,
};

export const ingresses: Resource = {
  group: "networking.k8s.io",
  version: "v1",
  plural: "ingresses",
  kind: "Ingress",
  namespaced: true,
};

export const gatewayGroup = "gateway.networking.k8s.io";
/** Of what is not yet in the standard channel. */
export const gatewayExperiments = "gateway.networking.x-k8s.io";

export const httpRoutes: Resource = {
  group: gatewayGroup,
  version: "v1",
  plural: "httproutes",
  kind: "HTTPRoute",
  namespaced: true,
};

export const gateways: Resource = {
  group: gatewayGroup,
  version: "v1",
  plural: "gateways",
  kind: "Gateway",
  namespaced: true,
};

export const gatewayClasses: Resource = {
  group: gatewayGroup,
  version: "v1",
  plural: "gatewayclasses",
  kind: "GatewayClass",
  namespaced: false,
};

/** Since 1.5 of the Gateway API. */
export const listenerSets: Resource = {
  group: gatewayGroup,
  version: "v1",
  plural: "listenersets",
  kind: "ListenerSet",
  namespaced: true,
};

/** The same as an experiment, in 1.3 and 1.4. */
export const experimentalListenerSets: Resource = {
  group: gatewayExperiments,
  version: "v1alpha1",
  plural: "xlistenersets",
  kind: "XListenerSet",
  namespaced: true,
};

interface LoadBalancerStatus {
  readonly loadBalancer?: {
    readonly ingress?: readonly { readonly hostname?: string; readonly ip?: string }[];
  };
}

export interface Service extends KubeObject {
  readonly spec?: {
    readonly type?: string;
    readonly ports?: readonly { readonly name?: string; readonly port: number }[];
  };
  readonly status?: LoadBalancerStatus;
}

export interface IngressBackend {
  readonly service?: { readonly name: string };
}

export interface IngressPath {
  readonly path?: string;
  readonly pathType?: string;
  readonly backend: IngressBackend;
}

export interface Ingress extends KubeObject {
  readonly spec?: {
    readonly ingressClassName?: string;
    readonly defaultBackend?: IngressBackend;
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: { readonly paths?: readonly IngressPath[] };
    }[];
  };
  readonly status?: LoadBalancerStatus;
}

export interface ParentRef {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
  readonly sectionName?: string;
  readonly port?: number;
}

export interface RouteMatch {
  readonly path?: { readonly type?: string; readonly value?: string };
  readonly method?: string;
  readonly headers?: readonly unknown[];
  readonly queryParams?: readonly unknown[];
}

export interface RouteRule {
  readonly matches?: readonly RouteMatch[];
  readonly filters?: readonly { readonly type?: string }[];
  readonly backendRefs?: readonly {
    readonly group?: string;
    readonly kind?: string;
    readonly namespace?: string;
    readonly name: string;
    readonly weight?: number;
  }[];
}

export interface HttpRoute extends KubeObject {
  readonly spec?: {
    readonly parentRefs?: readonly ParentRef[];
    readonly hostnames?: readonly string[];
    readonly rules?: readonly RouteRule[];
  };
  readonly status?: {
    readonly parents?: readonly {
      readonly parentRef?: ParentRef;
      readonly conditions?: readonly { readonly type?: string; readonly status?: string }[];
    }[];
  };
}

export interface Listener {
  readonly name?: string;
  readonly hostname?: string;
  /** A ListenerSet may leave it to the Gateway. */
  readonly port?: number;
  readonly protocol?: string;
}

export interface ListenerSet extends KubeObject {
  readonly spec?: {
    readonly parentRef?: ParentRef;
    readonly listeners?: readonly Listener[];
  };
}

export interface GatewayClass extends KubeObject {
  readonly spec?: { readonly controllerName?: string };
}

export interface Gateway extends KubeObject {
  readonly spec?: {
    readonly gatewayClassName?: string;
    readonly listeners?: readonly Listener[];
  };
  readonly status?: { readonly addresses?: readonly { readonly value?: string }[] };
}

/** The first address that the load balancer got, an IPv6 one in brackets. */
export function loadBalancerHost(status: LoadBalancerStatus | undefined): string | undefined {
  const [first] = status?.loadBalancer?.ingress ?? [];
  return first?.hostname || (first?.ip ? urlHost(first.ip) : undefined);
}

export function urlHost(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}
