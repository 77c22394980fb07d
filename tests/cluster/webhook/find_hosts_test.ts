// A cluster of its own: what webhook-url finds, it looks for in all namespaces.

import assert from "node:assert/strict";
import { ownCluster } from "../support/own_cluster.ts";
import { runCommand } from "./command.ts";
import {
  createNamespace,
  frontendLabels,
  installGatewayApi,
  object,
  receiverLabels,
} from "./kubeapps.ts";

const path = "/api/v1/clusters/default/namespaces/team-a/apprepositories/bitnami/refresh";
const host = "kubeapps.example.com";
const chart = { "helm.sh/chart": "kubeapps-12.4.0", "app.kubernetes.io/instance": "kubeapps" };

type Made = Record<string, unknown> & { kind: string; metadata: Record<string, unknown> };

function service(name: string, labels: object, namespace = "kubeapps", more: object = {}): Made {
  const spec = { ports: [{ name: "http", port: 80 }], ...more };
  return { ...object("v1", "Service", { name, namespace, labels }), spec };
}

const frontend = service("kubeapps", frontendLabels);
const receiver = service("kubectl-apprepo", receiverLabels);

interface Rule {
  readonly to?: string;
  readonly host?: string;
  readonly path?: string;
  readonly type?: string;
  readonly tls?: readonly object[];
  readonly annotations?: Record<string, string>;
  readonly namespace?: string;
}

function ingress(name: string, rule: Rule): Made {
  const { to = "kubeapps", path = "/", type = "Prefix", tls, annotations } = rule;
  const { namespace = "kubeapps" } = rule;
  const backend = { service: { name: to, port: { name: "http" } } };
  const paths = [{ path, pathType: type, backend }];
  return {
    ...object("networking.k8s.io/v1", "Ingress", { name, namespace, annotations }),
    spec: { rules: [{ host: rule.host ?? host, http: { paths } }], tls },
  };
}

const standard = "gateway.networking.k8s.io/v1";
const experiment = "gateway.networking.x-k8s.io/v1alpha1";

function gateway(spec: object): Made {
  return { ...object(standard, "Gateway", { name: "gw", namespace: "kubeapps" }), spec };
}

function listenerSet(apiVersion: string, kind: string, spec: object): Made {
  return { ...object(apiVersion, kind, { name: "set", namespace: "kubeapps" }), spec };
}

function route(parentRefs: readonly object[], to = "kubectl-apprepo"): Made {
  const matches = [{ path: { type: "PathPrefix", value: "/api/v1/clusters" } }];
  const rules = [{ matches, backendRefs: [{ name: to, port: 80 }] }];
  const spec = { parentRefs, hostnames: [host], rules };
  return { ...object(standard, "HTTPRoute", { name: "route", namespace: "kubeapps" }), spec };
}

const tls = [{ hosts: [host], secretName: "kubeapps-tls" }];
const hooks = { to: "kubectl-apprepo", path: "/api/v1/clusters" };
const traefikListeners = [
  { name: "web", port: 8000, protocol: "HTTP" },
  { name: "websecure", port: 8443, protocol: "HTTPS" },
];
const https = { name: "https", port: 443, protocol: "HTTPS" };
const secured = [{ name: "gw", sectionName: "websecure" }];

interface Case {
  readonly objects: readonly Made[];
  /** What is printed; undefined where it must not be without being asked. */
  readonly base?: string;
  /** On stderr. */
  readonly says?: RegExp;
}

/** An http address that nobody was asked about is never printed. */
function asked(objects: readonly Made[], says: RegExp): Case {
  return { objects, says };
}

const alb = "alb.ingress.kubernetes.io";
const traefik = "traefik.ingress.kubernetes.io";

const cases: Readonly<Record<string, Case>> = {
  "TLS by Kubeapps' Ingress, none by the receiver's": {
    objects: [frontend, receiver, ingress("kubeapps", { tls }), ingress("hooks", hooks)],
    base: `https://${host}`,
  },
  "TLS by a wildcard of another Ingress": {
    objects: [
      receiver,
      ingress("hooks", hooks),
      ingress("certificates", { to: "other", tls: [{ hosts: ["*.example.com"] }] }),
    ],
    base: `https://${host}`,
  },
  "TLS without hosts by another Ingress of the host": {
    objects: [receiver, ingress("hooks", hooks), ingress("kubeapps", { tls: [{}] })],
    base: `https://${host}`,
  },
  "TLS by an Ingress in another namespace": {
    objects: [
      receiver,
      ingress("hooks", hooks),
      ingress("certificates", { to: "other", namespace: "other", tls }),
    ],
    base: `https://${host}`,
  },
  "TLS of another host alone": asked(
    [
      receiver,
      ingress("hooks", hooks),
      ingress("other", { host: "o.example.com", tls: [{}] }),
    ],
    /No TLS was seen for http:\/\/kubeapps\.example\.com\n.*in front of the cluster.*--base-url https:\/\/kubeapps\.example\.com\. .*\n.*--yes/s,
  ),
  "an ALB with a certificate of its own": asked(
    [
      receiver,
      ingress("kubeapps", {
        to: "kubectl-apprepo",
        path: "/*",
        type: "ImplementationSpecific",
        annotations: {
          [`${alb}/listen-ports`]: '[{"HTTP": 80},{"HTTPS":443}]',
          [`${alb}/certificate-arn`]: "arn:aws:acm:eu-west-1:1:certificate/x",
        },
      }),
    ],
    /Its annotation alb\.ingress\.kubernetes\.io\/(listen-ports|certificate-arn) says/,
  ),
  "Traefik's router with TLS": asked(
    [receiver, ingress("hooks", { ...hooks, annotations: { [`${traefik}/router.tls`]: "true" } })],
    /annotation traefik\.ingress\.kubernetes\.io\/router\.tls says/,
  ),
  "Traefik's entrypoint websecure": asked(
    [
      receiver,
      ingress("hooks", {
        ...hooks,
        annotations: { [`${traefik}/router.entrypoints`]: "websecure" },
      }),
    ],
    /annotation traefik\.ingress\.kubernetes\.io\/router\.entrypoints says/,
  ),
  "the receiver's more specific path": {
    objects: [
      frontend,
      receiver,
      ingress("kubeapps", { tls }),
      ingress("hooks", { ...hooks, tls }),
    ],
    base: `https://${host}`,
    says: /^$/,
  },
  "a path of Kubeapps that is more specific than the receiver's": {
    objects: [
      frontend,
      receiver,
      ingress("kubeapps", { tls, path: "/api" }),
      ingress("hooks", { to: "kubectl-apprepo", tls }),
    ],
    base: `https://${host}`,
    says: /version of Kubeapps in namespace "kubeapps" can't be told/,
  },
  "Kubeapps below a path, the receiver at the host": {
    objects: [
      frontend,
      receiver,
      ingress("kubeapps", { tls, path: "/kubeapps" }),
      ingress("hooks", { ...hooks, tls }),
    ],
    base: `https://${host}`,
    says: /^$/,
  },
  "two hosts, one with the receiver": {
    objects: [
      frontend,
      receiver,
      ingress("kubeapps", { tls }),
      ingress("hooks", { ...hooks, host: "hooks.example.com", tls: [{}] }),
    ],
    base: "https://hooks.example.com",
    says: /^$/,
  },
  "two hosts of Kubeapps, one with the receiver": {
    objects: [
      frontend,
      receiver,
      ingress("inside", { host: "inside.example.com", tls: [{}] }),
      ingress("kubeapps", { tls }),
      ingress("hooks", hooks),
    ],
    base: `https://${host}`,
    says: /^$/,
  },
  "two hosts, one with somebody else's receiver": {
    objects: [
      frontend,
      service("kubectl-apprepo", receiverLabels, "other"),
      ingress("kubeapps", { tls }),
      ingress("trap", { ...hooks, namespace: "other", host: "trap.example.com", tls: [{}] }),
    ],
    says: /^error: more than one address fits:/,
  },
  "two hosts, both with the receiver": {
    objects: [
      receiver,
      ingress("one", { ...hooks, tls }),
      ingress("two", { ...hooks, host: "two.example.com", tls: [{}] }),
    ],
    says: /^error: more than one address fits:/,
  },
  "Traefik's Gateway, whose 8443 is reached at 443": {
    objects: [
      receiver,
      gateway({ gatewayClassName: "traefik", listeners: traefikListeners }),
      route(secured),
    ],
    base: `https://${host}`,
  },
  "both listeners of Traefik's Gateway": {
    objects: [
      receiver,
      gateway({ gatewayClassName: "traefik", listeners: traefikListeners }),
      route([{ name: "gw" }]),
    ],
    base: `https://${host}`,
  },
  "Traefik's Gateway by its class' controller": {
    objects: [
      receiver,
      {
        ...object(standard, "GatewayClass", { name: "public" }),
        spec: { controllerName: "traefik.io/gateway-controller" },
      },
      gateway({ gatewayClassName: "public", listeners: traefikListeners }),
      route(secured),
    ],
    base: `https://${host}`,
  },
  "another's Gateway that really listens on 8443": {
    objects: [
      receiver,
      gateway({ gatewayClassName: "envoy", listeners: traefikListeners }),
      route(secured),
    ],
    base: `https://${host}:8443`,
  },
  "a Gateway without TLS": asked(
    [
      receiver,
      gateway({ listeners: [{ name: "http", port: 80, protocol: "HTTP" }] }),
      route([{ name: "gw" }]),
    ],
    /No TLS was seen for http:\/\/kubeapps\.example\.com/,
  ),
  "a ListenerSet": {
    objects: [
      receiver,
      gateway({ listeners: [] }),
      listenerSet(standard, "ListenerSet", { parentRef: { name: "gw" }, listeners: [https] }),
      route([{ group: "gateway.networking.k8s.io", kind: "ListenerSet", name: "set" }]),
    ],
    base: `https://${host}`,
  },
  "a ListenerSet of Traefik's Gateway": {
    objects: [
      receiver,
      gateway({ gatewayClassName: "traefik", listeners: [] }),
      listenerSet(standard, "ListenerSet", {
        parentRef: { name: "gw" },
        listeners: traefikListeners,
      }),
      route([{
        group: "gateway.networking.k8s.io",
        kind: "ListenerSet",
        name: "set",
        sectionName: "websecure",
      }]),
    ],
    base: `https://${host}`,
  },
  "a ListenerSet of the experimental channel, which leaves the port to the Gateway": {
    objects: [
      receiver,
      gateway({ listeners: [] }),
      listenerSet(experiment, "XListenerSet", {
        parentRef: { name: "gw" },
        listeners: [{ name: "https", protocol: "HTTPS" }],
      }),
      route([{ group: "gateway.networking.x-k8s.io", kind: "XListenerSet", name: "set" }]),
    ],
    base: `https://${host}`,
  },
  "a ListenerSet that is not there": {
    objects: [
      receiver,
      route([{ group: "gateway.networking.k8s.io", kind: "ListenerSet", name: "set" }]),
    ],
    says: /its ListenerSet set can't be read/,
  },
  "Kubeapps whose chart has a nameOverride": {
    objects: [
      service("apps", { ...frontendLabels, ...chart, "app.kubernetes.io/name": "apps" }),
      ingress("apps", { to: "apps", tls }),
    ],
    base: `https://${host}`,
  },
  "another chart's frontend": {
    objects: [
      service("shop", {
        ...frontendLabels,
        "app.kubernetes.io/name": "shop",
        "helm.sh/chart": "kubeapps-themes-1.0.0",
      }),
      ingress("shop", { to: "shop", tls }),
    ],
    says: /^error: no Kubeapps was found/,
  },
};

const plurals: Readonly<Record<string, string>> = {
  Service: "services",
  Ingress: "ingresses",
  GatewayClass: "gatewayclasses",
  Gateway: "gateways",
  HTTPRoute: "httproutes",
  ListenerSet: "listenersets",
  XListenerSet: "xlistenersets",
};

function collection({ apiVersion, kind, metadata }: Made): string {
  const version = String(apiVersion);
  const group = version.includes("/") ? `/apis/${version}` : `/api/${version}`;
  const namespace = metadata["namespace"];
  return `${group}${namespace ? `/namespaces/${namespace}` : ""}/${plurals[kind]}`;
}

Deno.test("webhook-url judges the host, not one object", async (t) => {
  await using own = await ownCluster();
  using api = own.api();
  for (const name of ["team-a", "kubeapps", "other"]) await createNamespace(api, name);
  await own.createRepository("team-a", "bitnami");
  await installGatewayApi(api);
  const words = ["webhook-url", "bitnami", "-n", "team-a", "--kubeconfig", own.adminKubeconfig];

  for (const [what, { objects, base, says }] of Object.entries(cases)) {
    await t.step(what, async () => {
      try {
        for (const made of objects) await api.create(collection(made), made);
        const { code, stdout, stderr } = await runCommand(words);
        const printed = base === undefined ? "" : base + path;
        assert.deepEqual([code, stdout], [base === undefined ? 1 : 0, printed], stderr);
        if (says) assert.match(stderr, says);
      } finally {
        for (const made of objects) {
          await api.delete(`${collection(made)}/${made.metadata["name"]}`).catch(() => {});
        }
      }
    });
  }

  await t.step("an address without TLS, once the user has looked at it", async () => {
    const objects = [receiver, ingress("hooks", hooks)];
    for (const made of objects) await api.create(collection(made), made);
    const url = `http://${host}${path}`;
    const shown = /^No TLS was seen for http:\/\/kubeapps\.example\.com\nfound by ingress\./;
    const yes = await runCommand([...words, "--yes"]);
    assert.deepEqual([yes.code, yes.stdout], [0, url]);
    assert.match(yes.stderr, shown);
    const typed = await runCommand(words, { terminals: ["stdin"], typed: "y" });
    assert.deepEqual([typed.code, typed.stdout], [0, url]);
    assert.match(typed.stderr, shown);
    const no = await runCommand(words, { terminals: ["stdin"], typed: "n" });
    assert.deepEqual([no.code, no.stdout], [1, ""]);
    const given = await runCommand([...words, "--base-url", `http://${host}`]);
    assert.deepEqual(given, { code: 0, stdout: url, stderr: "" });
  });
});
