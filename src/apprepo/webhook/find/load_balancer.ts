import type { Backend } from "./backend.ts";
import { type Entrance, entranceAt, objectLabel } from "./entrance.ts";
import { loadBalancerHost, services } from "./resources.ts";
import { tlsHint } from "./tls_hints.ts";

/** Where the Service itself is of type LoadBalancer. A port that is named so, or 443, speaks TLS. */
export function loadBalancerEntrances(backend: Backend): Entrance[] {
  const { namespace, name, service: { spec, status } } = backend;
  if (spec?.type !== "LoadBalancer") return [];
  const object = objectLabel(services, namespace, name);
  const ports = (spec.ports ?? []).filter((port) => !/metrics|probe|health/.test(port.name ?? ""));
  return ports.map(({ name, port }) =>
    entranceAt(object, backend, {
      tls: /^https/.test(name ?? "") || port === 443 || port === 8443,
      host: loadBalancerHost(status),
      port,
      path: "",
      tlsHint: tlsHint(backend.service),
    })
  );
}
