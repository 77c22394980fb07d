import type { Backend } from "./backend.ts";
import { basePath } from "./base_path.ts";
import { type Entrance, entranceAt, objectLabel, specificityOf } from "./entrance.ts";
import { hasTls } from "./host_tls.ts";
import { type Ingress, type IngressBackend, ingresses, loadBalancerHost } from "./resources.ts";
import { tlsHint } from "./tls_hints.ts";

/** Those whose backend is that very Service. An Ingress can name Services of its own namespace only. */
export function ingressEntrances(
  ingress: Ingress,
  backend: Backend,
  refreshPath: string,
): Entrance[] {
  const { metadata: { namespace = "", name }, spec, status } = ingress;
  if (namespace !== backend.namespace) return [];
  const object = objectLabel(ingresses, namespace, name);
  const entrances: Entrance[] = [];

  function add(host: string | undefined, path: string | undefined, specificity: number): void {
    const place = { tls: hasTls(ingress, host), host: host || loadBalancerHost(status), path };
    const more = { specificity, byIngress: true, tlsHint: tlsHint(ingress) };
    entrances.push(entranceAt(object, backend, { ...place, ...more }));
  }

  for (const { host, http } of spec?.rules ?? []) {
    for (const rule of http?.paths ?? []) {
      if (!isFor(rule.backend, backend)) continue;
      const path = rule.path || "/";
      const exact = rule.pathType === "Exact";
      add(host, basePath(path, exact, refreshPath), specificityOf(path, exact));
    }
  }
  if (isFor(spec?.defaultBackend, backend)) add(undefined, "", 0);
  return entrances;
}

function isFor(wanted: IngressBackend | undefined, backend: Backend): boolean {
  return wanted?.service?.name === backend.name;
}
