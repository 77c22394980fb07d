/** What to tell where not exactly one address was found. */

import type { Backend } from "./backend.ts";
import { type Entrance, objectLabel } from "./entrance.ts";
import type { Seen } from "./entrances.ts";
import { services } from "./resources.ts";

const labels = {
  kubeapps: "app.kubernetes.io/name=kubeapps,app.kubernetes.io/component=frontend",
  receiver: "app.kubernetes.io/name=kubectl-apprepo,app.kubernetes.io/component=receiver",
};

const advice =
  "Give the address that registries reach with --base-url, such as https://kubeapps.example.com";

export function nothingFound(backends: readonly Backend[], { entrances, notes }: Seen): Error {
  if (backends.length === 0) {
    return new Error(
      `no Kubeapps was found: no Service in any namespace has the labels ${labels.kubeapps} (or, with another name, helm.sh/chart=kubeapps-...), or ${labels.receiver}\n${advice}`,
    );
  }
  const lines = backends.flatMap((backend) => {
    const own = entrances.filter((entrance) => entrance.backend === backend);
    return own.length > 0 ? own.map(unusableLine) : [bareLine(backend)];
  });
  return new Error(
    listing("no address was found under which a webhook gets to Kubeapps. Seen:", lines, notes),
  );
}

export function ambiguous(
  backends: readonly Backend[],
  usable: readonly Entrance[],
  { notes }: Seen,
): Error {
  const addresses = new Set(usable.map(({ baseUrl }) => baseUrl)).size;
  const first = addresses > 1
    ? "more than one address fits:"
    : "which of these is meant can't be told:";
  const others = backends.filter((one) => !usable.some(({ backend }) => backend === one));
  return new Error(listing(first, [...usable.map(usableLine), ...others.map(bareLine)], notes));
}

function listing(first: string, lines: readonly string[], notes: readonly string[]): string {
  const all = [...lines, ...notes.map((note) => `(${note})`)];
  return [first, ...[...new Set(all)].map((line) => `  ${line}`), advice].join("\n");
}

function usableLine({ baseUrl, object, backend }: Entrance): string {
  const to = backend.kind === "receiver" ? "the receiver" : "Kubeapps";
  return `${baseUrl} by ${object}, to ${to} (service/${backend.name})`;
}

function unusableLine({ object, why }: Entrance): string {
  return `${object}: ${why}`;
}

function bareLine({ namespace, name, service }: Backend): string {
  const type = service.spec?.type ?? "ClusterIP";
  const object = objectLabel(services, namespace, name);
  return `${object}: of type ${type}, no Ingress or HTTPRoute of its namespace leads to it`;
}
