import assert from "node:assert/strict";
import { redactBody, redactHeader } from "../../../../src/kube/api/redact.ts";

const jwt = `eyJ${"a".repeat(20)}.eyJ${"b".repeat(20)}.c_c-c`;

const headers: readonly (readonly [name: string, value: string, shown: string])[] = [
  ["Authorization", "Bearer s3cret", "Bearer <masked>"],
  ["authorization", "Basic s3cret", "Basic <masked>"],
  ["Authorization", "s3cret", "<masked>"],
  ["Set-Cookie", "s3cret", "<masked>"],
  ["Accept", "application/json", "application/json"],
  ["X-Other", jwt, "<masked>"],
];
for (const [name, value, shown] of headers) {
  Deno.test(`redactHeader() shows ${name}: ${value.slice(0, 12)} as ${shown}`, () => {
    assert.equal(redactHeader(name, value), shown);
  });
}

const kept = {
  kind: "AppRepository",
  spec: {
    url: "https://x/y",
    resyncRequests: 3,
    auth: { header: { secretKeyRef: { name: "a", key: "b" } } },
  },
};

const bodies: readonly (readonly [what: string, body: unknown, shown: unknown])[] = [
  ["what is no secret", kept, kept],
  ["a Secret", {
    kind: "Secret",
    metadata: {
      name: "a",
      annotations: { "kubectl.kubernetes.io/last-applied-configuration": "s3cret" },
    },
    data: { token: "s3cret", x: "s3cret" },
    stringData: { y: "s3cret" },
  }, {
    kind: "Secret",
    metadata: {
      name: "a",
      annotations: { "kubectl.kubernetes.io/last-applied-configuration": "<masked>" },
    },
    data: { token: "<masked>", x: "<masked>" },
    stringData: { y: "<masked>" },
  }],
  ["a list of Secrets, whose items have no kind", {
    kind: "SecretList",
    items: [{ data: { a: "s3cret" } }],
  }, {
    kind: "SecretList",
    items: [{ data: { a: "<masked>" } }],
  }],
  ["the data of another kind", { kind: "ConfigMap", data: { a: "b" } }, {
    kind: "ConfigMap",
    data: { a: "b" },
  }],
  ["a TokenRequest", { kind: "TokenRequest", status: { token: "s3cret" } }, {
    kind: "TokenRequest",
    status: { token: "<masked>" },
  }],
  ["fields that are named as secrets", {
    password: "s3cret",
    clientKeyData: "s3cret",
    id_token: "s3cret",
    tokens: 3,
  }, {
    password: "<masked>",
    clientKeyData: "<masked>",
    id_token: "<masked>",
    tokens: 3,
  }],
  ["variables of a Pod", {
    env: [{ name: "REGISTRY_PASSWORD", value: "s3cret" }, { name: "MODE", value: "fast" }],
  }, {
    env: [{ name: "REGISTRY_PASSWORD", value: "<masked>" }, { name: "MODE", value: "fast" }],
  }],
  ["tokens within texts", { message: `token ${jwt} or Bearer s3cret.x` }, {
    message: "token <masked> or Bearer <masked>",
  }],
  ["a password in a URL", { url: "https://me:s3cret@charts.example.com/a" }, {
    url: "https://<masked>@charts.example.com/a",
  }],
];
for (const [what, body, shown] of bodies) {
  Deno.test(`redactBody() and ${what}`, () => {
    assert.deepEqual(JSON.parse(redactBody(JSON.stringify(body))), shown);
  });
}

Deno.test("redactBody() shows text, masked, and nothing of JSON that is cut off", () => {
  assert.equal(redactBody(`<html>${jwt}</html>`), "<html><masked></html>");
  assert.equal(
    redactBody('{"kind":"Secret","data":{"a":"s3cret"'),
    "[37 characters that are not JSON]",
  );
  assert.equal(redactBody(""), "");
});

Deno.test("redactBody() leaves scheme and host of a webhook's target that is not ours", () => {
  const ours = "https://k.example.com/api/v1/clusters/c/namespaces/n/apprepositories/r/refresh";
  const targets: readonly [type: string, address: string, shown: string][] = [
    ["http", ours, ours],
    ["http", ` ${ours} `, ` ${ours} `],
    ["http", "https://h/s3cret", "https://h/<masked>"],
    ["http", "https://h/s3cret/refresh", "https://h/<masked>"],
    ["http", " https://h/s3cret", "<masked>"],
    ["http", "h.example.com/s3cret", "<masked>"],
    ["http", "//h/s3cret", "<masked>"],
    ["http", "https://h/x\ns3cret", "https://h/<masked>"],
    ["http", `${ours}?a=s3\ncret`, `${ours}?<masked>`],
    ["slack", "https://h/s3cret", "<masked>"],
    ["teams", "https://h/s3cret", "<masked>"],
  ];
  for (const [type, address, shown] of targets) {
    assert.equal(JSON.parse(redactBody(JSON.stringify({ type, address }))).address, shown);
  }
});
