import assert from "node:assert/strict";
import type { Backend } from "../../../../../src/apprepo/webhook/find/backend.ts";
import { ingressEntrances } from "../../../../../src/apprepo/webhook/find/ingress.ts";
import { loadBalancerEntrances } from "../../../../../src/apprepo/webhook/find/load_balancer.ts";
import type { Ingress, Service } from "../../../../../src/apprepo/webhook/find/resources.ts";

const refreshPath = "/api/v1/clusters/default/namespaces/a/apprepositories/b/refresh";
const service: Service = { metadata: { name: "kubeapps", namespace: "kubeapps" } };
const kubeapps: Backend = { kind: "kubeapps", namespace: "kubeapps", name: "kubeapps", service };

function entrances(spec: Ingress["spec"], status?: Ingress["status"], namespace = "kubeapps") {
  const ingress = { metadata: { name: "in", namespace }, spec, status };
  return ingressEntrances(ingress, kubeapps, refreshPath).map(({ baseUrl, why }) => baseUrl ?? why);
}

function rule(host: string | undefined, name = "kubeapps", path = "/") {
  return { host, http: { paths: [{ path, pathType: "Prefix", backend: { service: { name } } }] } };
}

const address = { loadBalancer: { ingress: [{ ip: "10.1.2.3" }] } };

Deno.test("ingressEntrances() takes the scheme from tls, a wildcard covering one label", () => {
  const rules = [rule("k.example.com")];
  assert.deepEqual(entrances({ rules }), ["http://k.example.com"]);
  const tls = (hosts?: string[]) => entrances({ rules, tls: [{ hosts }] });
  assert.deepEqual(tls(["k.example.com"]), ["https://k.example.com"]);
  assert.deepEqual(tls(["*.example.com"]), ["https://k.example.com"]);
  assert.deepEqual(tls(undefined), ["https://k.example.com"]);
  assert.deepEqual(tls(["other.example.com"]), ["http://k.example.com"]);
  assert.deepEqual(tls(["*.com"]), ["http://k.example.com"]);
});

Deno.test("ingressEntrances() counts that very Service only, in its namespace", () => {
  assert.deepEqual(entrances({ rules: [rule("k.example.com", "other")] }), []);
  assert.deepEqual(entrances({ rules: [rule("k.example.com")] }, undefined, "tenant"), []);
});

Deno.test("ingressEntrances() without a host takes the address of the load balancer", () => {
  assert.deepEqual(entrances({ rules: [rule(undefined)] }, address), ["http://10.1.2.3"]);
  const defaultBackend = { service: { name: "kubeapps" } };
  assert.deepEqual(entrances({ defaultBackend, tls: [{}] }, address), ["https://10.1.2.3"]);
  const ipv6 = { loadBalancer: { ingress: [{ ip: "fd00::1" }] } };
  assert.deepEqual(entrances({ defaultBackend }, ipv6), ["http://[fd00::1]"]);
  assert.deepEqual(entrances({ defaultBackend }), ["it has no host name and no address yet"]);
});

Deno.test("ingressEntrances() says why a rule is of no use", () => {
  assert.deepEqual(entrances({ rules: [rule("*.example.com")] }), ["its host is *.example.com"]);
  assert.deepEqual(entrances({ rules: [rule("k.example.com", "kubeapps", "/apis")] }), [
    "its path is not the webhook's",
  ]);
});

Deno.test("ingressEntrances() keeps the path below which Kubeapps is served", () => {
  const rules = [rule("k.example.com", "kubeapps", "/kubeapps(/|$)(.*)")];
  assert.deepEqual(entrances({ rules }), ["http://k.example.com/kubeapps"]);
});

Deno.test("loadBalancerEntrances() takes the ports, but none of metrics", () => {
  function of(type: string, ports: { name?: string; port: number }[], status = address) {
    const backend = { ...kubeapps, service: { ...service, spec: { type, ports }, status } };
    return loadBalancerEntrances(backend).map(({ baseUrl, why }) => baseUrl ?? why);
  }
  assert.deepEqual(of("ClusterIP", [{ port: 80 }]), []);
  assert.deepEqual(of("LoadBalancer", [{ port: 80 }]), ["http://10.1.2.3"]);
  assert.deepEqual(of("LoadBalancer", [{ port: 443 }, { name: "metrics", port: 9090 }]), [
    "https://10.1.2.3",
  ]);
  assert.deepEqual(of("LoadBalancer", [{ name: "https", port: 9443 }, { port: 8080 }]), [
    "https://10.1.2.3:9443",
    "http://10.1.2.3:8080",
  ]);
});
