import assert from "node:assert/strict";
import { type SenderName, senderNames } from "../../../../src/apprepo/hook/senders.ts";
import { matchesGlob } from "../../../../src/receiver/hooks/glob.ts";
import { isMeant, readEvent } from "../../../../src/receiver/hooks/read_event.ts";

const helm = "application/vnd.cncf.helm.config.v1+json";
const image = "application/vnd.oci.image.config.v1+json";

function read(from: SenderName, payload: unknown, headers: Record<string, string> = {}) {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  const all = new Map(Object.entries(headers));
  return readEvent({ from }, all, new TextEncoder().encode(text));
}

const ghcr = (action: string, config: string, type = "CONTAINER") => ({
  action,
  package: {
    name: "charts/apache",
    namespace: "org",
    package_type: type,
    package_version: { container_metadata: { manifest: { config: { media_type: config } } } },
  },
});
const nexus = (action: string, format: string) => ({
  timestamp: "2026-01-01T00:00:00.000+0000",
  nodeId: "n",
  initiator: "admin/127.0.0.1",
  repositoryName: "charts",
  action,
  component: { id: "1", format, name: "apache", version: "1.2.3" },
});
const jfrog = (domain: string, event_type: string, path: string) => ({
  domain,
  event_type,
  data: { repo_key: "charts", path, name: path.split("/").at(-1), image_name: "apache" },
});
const gitea = (action: string, type: string) => ({
  action,
  package: { name: "apache", type, version: "1.2.3", owner: { login: "org" } },
});
const ecr = (action: string, config: string, result = "SUCCESS") => ({
  "detail-type": "ECR Image Action",
  source: "aws.ecr",
  detail: {
    "action-type": action,
    result,
    "repository-name": "charts/apache",
    "artifact-media-type": config,
  },
});
const hub = (media_type?: string) => ({
  callback_url: "https://registry.hub.docker.com/u/x",
  push_data: { tag: "1.2.3", media_type },
  repository: { repo_name: "org/apache", name: "apache" },
});
const quay = { repository: "org/apache", name: "apache", docker_url: "quay.io/org/apache" };

const cases: readonly [SenderName, unknown, Record<string, string>, boolean, string][] = [
  ["github", ghcr("published", helm), { "x-github-event": "package" }, true, "charts/apache"],
  ["github", ghcr("updated", ""), { "x-github-event": "package" }, true, "org/charts/apache"],
  ["github", ghcr("published", image), { "x-github-event": "package" }, false, "charts/apache"],
  ["github", ghcr("published", helm, "npm"), { "x-github-event": "package" }, false, ""],
  ["github", ghcr("published", helm), { "x-github-event": "push" }, false, ""],
  ["github", { zen: "x" }, { "x-github-event": "ping" }, false, ""],
  [
    "github",
    { action: "published", registry_package: { name: "a", package_type: "container" } },
    { "x-github-event": "registry_package" },
    true,
    "a",
  ],
  ["dockerhub", hub(helm), {}, true, "org/apache"],
  ["dockerhub", hub(), {}, true, "apache"],
  ["dockerhub", hub(image), {}, false, ""],
  ["quay", { ...quay, updated_tags: ["1.2.3"] }, {}, true, "org/apache"],
  ["quay", { ...quay, build_id: "1" }, {}, false, ""],
  [
    "nexus",
    nexus("CREATED", "helm"),
    { "x-nexus-webhook-id": "rm:repository:component" },
    true,
    "charts",
  ],
  [
    "nexus",
    nexus("DELETED", "docker"),
    { "x-nexus-webhook-id": "rm:repository:component" },
    true,
    "apache",
  ],
  [
    "nexus",
    nexus("CREATED", "npm"),
    { "x-nexus-webhook-id": "rm:repository:component" },
    false,
    "",
  ],
  ["nexus", { audit: {} }, { "x-nexus-webhook-id": "rm:audit" }, false, ""],
  ["jfrog", jfrog("docker", "pushed", "apache/1.2.3/manifest.json"), {}, true, "apache"],
  ["jfrog", jfrog("artifact", "deployed", "apache-1.2.3.tgz"), {}, true, "charts"],
  ["jfrog", jfrog("artifact", "deployed", "readme.md"), {}, false, ""],
  ["jfrog", jfrog("artifact_property", "added", "apache-1.2.3.tgz"), {}, false, ""],
  ["gitea", gitea("created", "helm"), { "x-gitea-event": "package" }, true, "org/apache"],
  ["gitea", gitea("deleted", "container"), { "x-gitea-event": "package" }, true, "apache"],
  ["gitea", gitea("created", "npm"), { "x-gitea-event": "package" }, false, ""],
  ["gitea", { ref: "refs/heads/main" }, { "x-gitea-event": "push" }, false, ""],
  ["eventbridge", ecr("PUSH", helm), {}, true, "charts/apache"],
  ["eventbridge", ecr("PUSH", "application/vnd.docker.container.image.v1+json"), {}, false, ""],
  ["eventbridge", ecr("PUSH", helm, "FAILURE"), {}, false, ""],
  ["standard", {}, {}, true, ""],
  ["hmac", "x", {}, true, ""],
  ["header", "", {}, true, ""],
];

for (const [from, payload, headers, asks, name] of cases) {
  const what = JSON.stringify(payload).slice(0, 70);
  Deno.test(`readEvent() ${asks ? "refreshes" : "does nothing"} for ${from}'s ${what}`, () => {
    const event = read(from, payload, headers);
    assert.equal(event.asks, asks);
    if (name !== "") assert.ok(event.names.includes(name), event.names.join());
  });
}

Deno.test("readEvent() reads GitHub's form, too", () => {
  const body = new URLSearchParams({ payload: JSON.stringify(ghcr("published", helm)) }).toString();
  const type = "application/x-www-form-urlencoded; charset=utf-8";
  const headers = { "x-github-event": "package", "content-type": type };
  assert.deepEqual(read("github", body, headers), {
    asks: true,
    names: ["charts/apache", "org/charts/apache"],
  });
  assert.deepEqual(read("github", "payload", headers).names, []);
  // What curl sends with --data alone.
  assert.ok(read("github", ghcr("published", helm), headers).names.includes("charts/apache"));
});

Deno.test("readEvent() never fails, whatever the payload is", () => {
  const odd = [
    null,
    [],
    0,
    "",
    { package: null },
    { package: { name: 1 }, action: {} },
    { __proto__: { action: "published" } },
    { repository: { repo_name: {} }, push_data: [] },
    { detail: "x", "detail-type": 5 },
    { data: { path: [] }, domain: "artifact" },
  ];
  for (const from of senderNames) {
    for (const payload of odd) {
      const { names } = read(from, payload);
      assert.ok(names.every((name) => typeof name === "string"));
    }
    for (const text of ["", "{", "\ufeff{}", '{"a":1e999}', "[".repeat(50_000)]) read(from, text);
    readEvent({ from }, new Map(), new Uint8Array([0xff, 0xfe, 0x00]));
  }
});

Deno.test("isMeant() goes by any name and any pattern, and by none without a name", () => {
  const meant = (only: string[], ...names: string[]) => isMeant({ only }, { asks: true, names });
  assert.ok(meant([]));
  assert.ok(meant([], "anything"));
  assert.ok(!meant(["charts/*"]));
  assert.ok(meant(["x", "charts/*"], "y", "charts/apache"));
  assert.ok(!meant(["charts/*"], "charts", "mycharts/apache"));
});

Deno.test("readEvent() takes nothing for a name that is longer than any", () => {
  const long = { ...hub(helm), repository: { repo_name: "a".repeat(513), name: "b".repeat(512) } };
  assert.deepEqual(read("dockerhub", long).names, ["b".repeat(512)]);
});

Deno.test("matchesGlob() has no wildcard but the star", () => {
  for (
    const [pattern, name, matches] of [
      ["apache", "apache", true],
      ["apache", "Apache", true],
      ["a.c", "abc", false],
      ["*", "", true],
      ["a*c", "abbc", true],
      ["a*c", "abcb", false],
      ["*b*", "abc", true],
      ["a**c", "ac", true],
      ["", "", true],
      ["", "a", false],
      ["a*b*c", "aXbXbXc", true],
      ["[a]+(b)", "[a]+(b)", true],
    ] as const
  ) assert.equal(matchesGlob(pattern, name), matches, `${pattern} ${name}`);
});

Deno.test("matchesGlob() takes no longer for patterns that are made to take long", () => {
  const began = performance.now();
  assert.ok(!matchesGlob(`${"*a".repeat(128)}b`, "a".repeat(5_000)));
  // With a regular expression this takes longer than anybody waits.
  assert.ok(performance.now() - began < 5_000);
});
