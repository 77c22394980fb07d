import assert from "node:assert/strict";
import type { Backend } from "../../../../../src/apprepo/webhook/find/backend.ts";
import { routeEntrances } from "../../../../../src/apprepo/webhook/find/http_route.ts";
import type {
  Gateway,
  HttpRoute,
  Listener,
  RouteRule,
} from "../../../../../src/apprepo/webhook/find/resources.ts";

const refreshPath = "/api/v1/clusters/default/namespaces/a/apprepositories/b/refresh";
const service = { metadata: { name: "kubeapps", namespace: "kubeapps" } };
const kubeapps: Backend = { kind: "kubeapps", namespace: "kubeapps", name: "kubeapps", service };
const http: Listener = { name: "http", port: 80, protocol: "HTTP" };
const https: Listener = { name: "https", port: 443, protocol: "HTTPS" };
const backendRefs = [{ name: "kubeapps" }];
const hostnames = ["k.example.com"];

async function entrances(
  spec: HttpRoute["spec"],
  listeners: Listener[] | undefined,
  more: { namespace?: string; accepted?: string } = {},
) {
  const { namespace = "kubeapps", accepted } = more;
  const parentRefs = [{ name: "public", namespace: "gateways" }];
  const conditions = [{ type: "Accepted", status: accepted }];
  const route = {
    metadata: { name: "route", namespace },
    spec: { parentRefs, rules: [{ backendRefs }], ...spec },
    status: { parents: accepted ? [{ parentRef: parentRefs[0], conditions }] : [] },
  };
  const gateway: Gateway | undefined = listeners && {
    metadata: {},
    spec: { listeners },
    status: { addresses: [{ value: "10.1.2.3" }] },
  };
  const found = await routeEntrances(route, kubeapps, refreshPath, () => Promise.resolve(gateway));
  return found.map(({ baseUrl, why }) => baseUrl ?? why);
}

Deno.test("routeEntrances() takes scheme and port from the listeners", async () => {
  assert.deepEqual(await entrances({ hostnames }, [http, https]), [
    "http://k.example.com",
    "https://k.example.com",
  ]);
  assert.deepEqual(await entrances({ hostnames }, [{ ...https, port: 8443 }]), [
    "https://k.example.com:8443",
  ]);
  assert.deepEqual(await entrances({ hostnames }, [{ port: 443, protocol: "TLS" }]), [
    "no listener of Gateway public takes it",
  ]);
});

Deno.test("routeEntrances() takes the section that the route names", async () => {
  const parentRefs = [{ name: "public", sectionName: "https" }];
  assert.deepEqual(await entrances({ hostnames, parentRefs }, [http, https]), [
    "https://k.example.com",
  ]);
});

Deno.test("routeEntrances() takes the hosts that route and listener share", async () => {
  const wildcard = { ...https, hostname: "*.example.com" };
  assert.deepEqual(await entrances({ hostnames }, [wildcard]), ["https://k.example.com"]);
  assert.deepEqual(await entrances({ hostnames: ["other.net"] }, [wildcard]), [
    "no listener of Gateway public takes it",
  ]);
  const own = { ...https, hostname: "k.example.com" };
  assert.deepEqual(await entrances({ hostnames: ["*.example.com"] }, [own]), [
    "https://k.example.com",
  ]);
  assert.deepEqual(await entrances({}, [own]), ["https://k.example.com"]);
  assert.deepEqual(await entrances({}, [https]), ["https://10.1.2.3"]);
});

const others: readonly (readonly [string, RouteRule])[] = [
  ["another Service", { backendRefs: [{ name: "other" }] }],
  ["another namespace", { backendRefs: [{ name: "kubeapps", namespace: "tenant" }] }],
  ["another kind", { backendRefs: [{ name: "kubeapps", kind: "Bucket", group: "x.io" }] }],
  ["a share for another Service", { backendRefs: [...backendRefs, { name: "other", weight: 1 }] }],
  ["no backend", {}],
  ["a redirect", { backendRefs, filters: [{ type: "RequestRedirect" }] }],
];

for (const [what, rule] of others) {
  Deno.test(`routeEntrances() does not count a rule with ${what}`, async () => {
    assert.deepEqual(await entrances({ hostnames, rules: [rule] }, [https]), []);
  });
}

Deno.test("routeEntrances() does not count a route of another namespace", async () => {
  const rules = [{ backendRefs: [{ name: "kubeapps", namespace: "kubeapps" }] }];
  assert.deepEqual(await entrances({ hostnames, rules }, [https], { namespace: "tenant" }), []);
});

Deno.test("routeEntrances() counts a share of weight 0 as none", async () => {
  const rules = [{ backendRefs: [...backendRefs, { name: "other", weight: 0 }] }];
  assert.deepEqual(await entrances({ hostnames, rules }, [https]), ["https://k.example.com"]);
});

Deno.test("routeEntrances() says why a route is of no use", async () => {
  assert.deepEqual(await entrances({ hostnames }, undefined), [
    "its Gateway public can't be read, so its scheme is not known",
  ]);
  assert.deepEqual(await entrances({ hostnames }, [https], { accepted: "False" }), [
    "Gateway public did not accept it",
  ]);
  const rules = [{ backendRefs, matches: [{ method: "GET" }, { headers: [{}] }] }];
  assert.deepEqual(await entrances({ hostnames, rules }, [https]), [
    "its path is not the webhook's",
    "its path is not the webhook's",
  ]);
});

Deno.test("routeEntrances() reads the path of a match", async () => {
  const matches = [
    { path: { type: "PathPrefix", value: "/kubeapps" } },
    { path: { type: "Exact", value: refreshPath }, method: "POST" },
  ];
  assert.deepEqual(await entrances({ hostnames, rules: [{ backendRefs, matches }] }, [https]), [
    "https://k.example.com/kubeapps",
    "https://k.example.com",
  ]);
});
