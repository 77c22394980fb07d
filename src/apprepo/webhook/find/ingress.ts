import type { Backend } from "./backend.ts";
import { basePath } from "./base_path.ts";
import { type Entrance, entranceAt, objectLabel } from "./entrance.ts";
import { type Ingress, type IngressBackend, ingresses, loadBalancerHost } from "./resources.ts";

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

  function add(host: string | undefined, path: string | undefined): void {
    const place = { tls: hasTls(ingress, host), host: host || loadBalancerHost(status), path };
    entrances.push(entranceAt(object, backend, place));
  }

  for (const { host, http } of spec?.rules ?? []) {
    for (const rule of http?.paths ?? []) {
      if (!isFor(rule.backend, backend)) continue;
      add(host, basePath(rule.path || "/", rule.pathType === "Exact", refreshPath));
    }
  }
  if (isFor(spec?.defaultBackend, backend)) add(undefined, "");
  return entrances;
}

function isFor(wanted: IngressBackend | undefined, backend: Backend): boolean {
  return wanted?.service?.name === backend.name;
}

/** An entry without hosts is for all of them. */
function hasTls({ spec }: Ingress, host: string | undefined): boolean {
  return (spec?.tls ?? []).some(({ hosts = [] }) =>
    hosts.length === 0 || (host !== undefined && hosts.some((entry) => covers(entry, host)))
  );
}

/** `*.example.com` stands for one label. */
function covers(entry: string, host: string): boolean {
  if (!entry.startsWith("*.")) return entry.toLowerCase() === host.toLowerCase();
  return entry.slice(1).toLowerCase() === host.slice(host.indexOf(".")).toLowerCase();
}
