import assert from "node:assert/strict";
import { metricsRoute, webhookRoute } from "../../../src/receiver/route.ts";

const path = "/api/v1/clusters/c/namespaces/ns/apprepositories/a.b/refresh";

Deno.test("webhookRoute() gives the parts of the path, decoded", () => {
  const target = { cluster: "c", namespace: "ns", name: "a.b" };
  assert.deepEqual(webhookRoute("POST", path), { kind: "refresh", target });
  const encoded = path.replace("/c/", "/%C3%A4/").replace("a.b", "%61.b");
  assert.deepEqual(webhookRoute("POST", encoded), {
    kind: "refresh",
    target: { ...target, cluster: "ä" },
  });
});

Deno.test("webhookRoute() refuses names that no object has, before anybody is asked", () => {
  const names = ["", ".", "..", "%2e%2e", "A", "a_b", "-a", "a-", "a..b", "a%00", "a%2fb", "a%20"];
  for (const name of [...names, "a".repeat(254)]) {
    const route = webhookRoute("POST", path.replace("a.b", name));
    assert.equal(route.kind === "refused" && route.answer.code, 404, name);
  }
  for (const namespace of ["", "A", "a.b", "-", "a".repeat(64), "%2e"]) {
    const route = webhookRoute("POST", path.replace("/ns/", `/${namespace}/`));
    assert.equal(route.kind === "refused" && route.answer.code, 404, namespace);
  }
  assert.equal(webhookRoute("POST", path.replace("a.b", "a".repeat(253))).kind, "refresh");
});

Deno.test("webhookRoute() tells a GET how it may have become one", () => {
  const route = webhookRoute("GET", path);
  assert.ok(route.kind === "refused");
  assert.equal(route.answer.code, 405);
  assert.match(new TextDecoder().decode(route.answer.body), /a POST that a redirect/);
});

Deno.test("metricsRoute() has metrics and probes, and nothing else", () => {
  assert.deepEqual(metricsRoute("GET", "/metrics"), { kind: "metrics" });
  assert.deepEqual(metricsRoute("HEAD", "/readyz"), { kind: "readyz" });
  for (const [method, path, code] of [["GET", "/", 404], ["POST", "/metrics", 405]] as const) {
    const route = metricsRoute(method, path);
    assert.equal(route.kind === "refused" && route.answer.code, code);
  }
});
