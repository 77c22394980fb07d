import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { createAccount, grantRefresh } from "./account.ts";
import { runCommand } from "./command.ts";
import { type Endpoint, type Handler, refreshing, serveEndpoint, trusting } from "./endpoint.ts";

const cluster = await testCluster();
const namespace = await cluster.namespace("webhook-check");
await cluster.createRepository(namespace, "bitnami");
using api = cluster.api();
const token = await createAccount(api, namespace);
await grantRefresh(cluster, namespace);
const readerToken = await createAccount(api, namespace, "reader");
await grantRefresh(cluster, namespace, "reader", ["get"]);
const env = await trusting(cluster);
const works = refreshing(cluster);
const path = `/api/v1/clusters/default/namespaces/${namespace}/apprepositories/bitnami/refresh`;

async function check(baseUrl: string, words: readonly string[] = [], variables = env) {
  const there = ["--kubeconfig", cluster.adminKubeconfig, "-n", namespace];
  const line = ["webhook-url", "bitnami", "--check", "-o=json", "--base-url", baseUrl];
  const outcome = await runCommand([...line, ...there, ...words], { env: variables });
  const texts = outcome.stdout + outcome.stderr;
  assert(!texts.includes(token) && !texts.includes(readerToken), "a token was shown");
  return { ...outcome, verdict: JSON.parse(outcome.stdout || "{}").check };
}

function sent(endpoint: Endpoint): string[] {
  const posts = endpoint.received.filter(({ method }) => method === "POST");
  return posts.map(({ authorization }) => authorization === null ? "nothing" : "token");
}

Deno.test("--check refreshes once, and sees it in the cluster", async () => {
  await using endpoint = serveEndpoint(cluster, works);
  const before = await cluster.resyncRequests(namespace, "bitnami");
  const { code, stderr, verdict } = await check(endpoint.baseUrl);
  assert.equal(code, 0, stderr);
  assert.equal(verdict.outcome, "refreshed");
  assert.equal(verdict.code, 200);
  assert.match(
    stderr,
    /^refreshed: 200 in \d+ ms, and spec\.resyncRequests went from \d+ to \d+\n$/,
  );
  assert.equal(await cluster.resyncRequests(namespace, "bitnami"), before + 1);
  assert.deepEqual(sent(endpoint), ["nothing", "token"]);
  assert.deepEqual(endpoint.received.map((one) => one.path), [path, path]);
});

Deno.test("--check without -o prints the URL on stdout and the rest on stderr", async () => {
  await using endpoint = serveEndpoint(cluster, works);
  const there = ["--kubeconfig", cluster.adminKubeconfig, "-n", namespace];
  const words = ["webhook-url", "bitnami", "--check", "--base-url", endpoint.baseUrl, ...there];
  const { code, stdout, stderr } = await runCommand(words, { env });
  assert.deepEqual([code, stdout], [0, endpoint.baseUrl + path]);
  assert.match(stderr, /^refreshed: /);
});

const html = { headers: { "content-type": "text/html" } };

interface Fault {
  readonly handler: Handler;
  readonly outcome: string;
  readonly text: RegExp;
  /** What each POST carried. */
  readonly sent: readonly ("nothing" | "token")[];
}

/** A faulty answer to the POST with the token alone; before it, the endpoint's refusal. */
function toToken(make: Handler): Handler {
  return (request) => request.headers.has("authorization") ? make(request) : works(request);
}

const faults: Readonly<Record<string, Fault>> = {
  "the dashboard's redirect": {
    handler: () => new Response(null, { status: 301, headers: { location: `${path}/` } }),
    outcome: "no-endpoint",
    text: /how the dashboard of Kubeapps answers.*kubectl apprepo serve/s,
    sent: ["nothing"],
  },
  "a login page": {
    handler: () => new Response(null, { status: 302, headers: { location: "/oauth2/start" } }),
    outcome: "no-endpoint",
    text: /maybe a login page/,
    sent: ["nothing"],
  },
  "a page of HTML": {
    handler: () => new Response("<!doctype html><title>Kubeapps</title>", html),
    outcome: "no-endpoint",
    text: /200 with a page of HTML/,
    sent: ["nothing"],
  },
  "a page of HTML for the token": {
    handler: toToken(() => new Response("<!doctype html>", html)),
    outcome: "no-endpoint",
    text: /200 with a page of HTML/,
    sent: ["nothing", "token"],
  },
  "404": {
    handler: () => new Response("404 page not found", { status: 404 }),
    outcome: "no-endpoint",
    text: /no such endpoint behind this URL: 404/,
    sent: ["nothing"],
  },
  "405": {
    handler: () => new Response(null, { status: 405 }),
    outcome: "no-endpoint",
    text: /405/,
    sent: ["nothing"],
  },
  "200 for anything": {
    handler: () => new Response("ok"),
    outcome: "no-endpoint",
    text: /200 without a token, and nothing was refreshed/,
    sent: ["nothing"],
  },
  "200 for the token, without a refresh": {
    handler: toToken(() => Response.json({ ok: true })),
    outcome: "not-refreshed",
    text: /200, but spec\.resyncRequests stayed at \d+/,
    sent: ["nothing", "token"],
  },
  "a repository of another cluster": {
    handler: toToken(() => Response.json({ appRepository: { metadata: { uid: "other" } } })),
    outcome: "not-refreshed",
    text: /This URL leads to another cluster/,
    sent: ["nothing", "token"],
  },
  "credentials added on the way": {
    handler: (request) => {
      const headers = { authorization: `Bearer ${token}` };
      return works(new Request(request.url, { method: "POST", headers }));
    },
    outcome: "open",
    text: /200 without a token, and the AppRepository was refreshed/,
    sent: ["nothing"],
  },
  "a token lost on the way": {
    handler: (request) => works(new Request(request.url, { method: "POST" })),
    outcome: "unauthorized",
    text: /drops the Authorization header/,
    sent: ["nothing", "token"],
  },
  "an echo of the token": {
    handler: toToken((request) =>
      Response.json({ message: request.headers.get("authorization") }, { status: 400 })
    ),
    outcome: "refused",
    text: /400 \(Bearer <TOKEN>\)/,
    sent: ["nothing", "token"],
  },
  "a gateway without a backend": {
    handler: () => new Response("<h1>502 Bad Gateway</h1>", { status: 502, ...html }),
    outcome: "unavailable",
    text: /502/,
    sent: ["nothing"],
  },
  "Kubeapps that does not know the cluster": {
    handler: toToken(() => new Response('cluster "x" has no configuration', { status: 500 })),
    outcome: "unknown-cluster",
    text: /--cluster-name/,
    sent: ["nothing", "token"],
  },
  "a conflict that does not end": {
    handler: toToken(() => Response.json({ message: "changed" }, { status: 409 })),
    outcome: "refused",
    text: /409 \(changed\)/,
    sent: ["nothing", "token", "token", "token"],
  },
};

for (const [what, fault] of Object.entries(faults)) {
  Deno.test(`--check meets ${what}`, async () => {
    await using endpoint = serveEndpoint(cluster, fault.handler);
    const { code, stderr, verdict } = await check(endpoint.baseUrl);
    assert.equal(verdict?.outcome, fault.outcome, stderr);
    assert.equal(code, 1);
    assert.match(stderr, fault.text);
    assert.match(stderr, /^error: /);
    assert.deepEqual(sent(endpoint), fault.sent);
  });
}

Deno.test("--check passes over one conflict", async () => {
  let conflicts = 0;
  const handler = toToken((request) =>
    conflicts++ === 0 ? new Response(null, { status: 409 }) : works(request)
  );
  await using endpoint = serveEndpoint(cluster, handler);
  assert.equal((await check(endpoint.baseUrl)).verdict.outcome, "refreshed");
});

Deno.test("--check never follows a redirect, whether before or with the token", async () => {
  await using other = serveEndpoint(cluster, works);
  for (const status of [301, 302, 303, 307, 308]) {
    const location = other.baseUrl + path;
    const redirect = () => new Response(null, { status, headers: { location } });
    for (const handler of [redirect, toToken(redirect)]) {
      await using endpoint = serveEndpoint(cluster, handler);
      const { code, verdict, stderr } = await check(endpoint.baseUrl);
      assert.deepEqual([code, verdict.outcome], [1, "redirected"]);
      assert(stderr.includes(`Use --base-url ${other.baseUrl}.`), stderr);
      assert.equal(/turns the POST into a GET/.test(stderr), status < 307);
    }
  }
  assert.deepEqual(other.received, []);
});

Deno.test("--check names the right that is missing, and a token that is not accepted", async () => {
  await using endpoint = serveEndpoint(cluster, works);
  const reader = await check(endpoint.baseUrl, ["--serviceaccount=reader"]);
  assert.equal(reader.verdict.outcome, "forbidden");
  assert.match(reader.stderr, /lacks the right to update apprepositories\.kubeapps\.com/);
  await using stranger = serveEndpoint(
    cluster,
    toToken((request) => {
      const headers = { authorization: "Bearer of-another-cluster" };
      return works(new Request(request.url, { method: "POST", headers }));
    }),
  );
  const refused = await check(stranger.baseUrl);
  assert.equal(refused.verdict.outcome, "unauthorized");
  assert.match(refused.stderr, /not accepted there/);
});

Deno.test("--check tells a repository that only this cluster has", async () => {
  const elsewhere = toToken((request) =>
    works(
      new Request(request.url.replace("bitnami", "other"), {
        method: "POST",
        headers: request.headers,
      }),
    )
  );
  await using endpoint = serveEndpoint(cluster, elsewhere);
  const { verdict, stderr } = await check(endpoint.baseUrl);
  assert.equal(verdict.outcome, "not-found");
  assert.match(stderr, /not in the one behind this URL/);
});

Deno.test("--check does not trust what senders would not, and sends nothing there", async () => {
  await using endpoint = serveEndpoint(cluster, works);
  const unknown = await check(endpoint.baseUrl, [], {});
  assert.equal(unknown.verdict.outcome, "untrusted");
  assert.match(unknown.stderr, /certificate signed by unknown authority.*SSL_CERT_FILE/s);
  const otherName = await check(endpoint.baseUrl.replace("127.0.0.1", "localhost"));
  assert.equal(otherName.verdict.outcome, "untrusted");
  assert.deepEqual(endpoint.received, []);
});

Deno.test("--check finds nothing at a closed port", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const { code, verdict, stderr } = await check(`https://127.0.0.1:${port}`);
  assert.deepEqual([code, verdict.outcome], [1, "unreachable"]);
  assert.match(stderr, /^error: nothing answers at 127\.0\.0\.1:\d+: /);
});

Deno.test("--check gives up on what never answers", async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  await using endpoint = serveEndpoint(cluster, () => promise);
  const { code, verdict, stderr } = await check(endpoint.baseUrl);
  resolve(new Response());
  assert.deepEqual([code, verdict.outcome], [1, "unreachable"]);
  assert.match(stderr, /^error: nothing answers at 127\.0\.0\.1:\d+: no answer within 10 s\n/);
  assert.deepEqual(sent(endpoint), ["nothing"]);
});

Deno.test("--check meets a port that speaks no TLS, and one that hangs up", async () => {
  await using plain = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response(),
  );
  const { verdict } = await check(`https://127.0.0.1:${plain.addr.port}`);
  assert.equal(verdict.outcome, "unreachable");
  assert.match(verdict.message, /server gave HTTP response to HTTPS client/);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const hangUp = (async () => {
    for await (const connection of listener) connection.close();
  })();
  const { port } = listener.addr as Deno.NetAddr;
  assert.equal((await check(`https://127.0.0.1:${port}`)).verdict.outcome, "unreachable");
  listener.close();
  await hangUp;
});

Deno.test("--check reads the dashboard's version", async () => {
  await using endpoint = serveEndpoint(
    cluster,
    (request) =>
      request.url.endsWith("/config.json")
        ? Response.json({ appVersion: "v2.8.0" })
        : new Response("<!doctype html>", html),
  );
  const { stderr } = await check(endpoint.baseUrl);
  assert.match(stderr, /Kubeapps there is version 2\.8\.0\. Kubeapps 2\.1 to 2\.4 had/);
  const config = endpoint.received.find((one) => one.method === "GET");
  assert.deepEqual(config, { method: "GET", path: "/config.json", authorization: null });
});

const refused: (readonly [string, string[], RegExp])[] = [
  ...[
    "kubeapps.example.com",
    "192.168.0.1",
    "126.255.255.255",
    "128.0.0.1",
    "127.0.0.1.example.com",
    "localhost.example.com",
    "localhost.",
    "[::2]",
    "[fe80::1]",
    "0.0.0.0",
  ].map((host): typeof refused[number] => [
    `plain http to ${host}`,
    [`--base-url=http://${host}:1`],
    /^error: the token is for https only/,
  ]),
  [
    "a token in the output for plain http, be it this machine",
    ["--base-url=http://127.0.0.1:1", "--for=curl", "--with-token"],
    /^error: the token is for https only/,
  ],
  ["--no-verify", ["--no-verify"], /^error: --check looks at the AppRepository before and after/],
  ["no token", ["--serviceaccount=missing"], /^error: ServiceAccount "missing" .* no token Secret/],
];

for (const [what, words, message] of refused) {
  Deno.test(`--check refuses ${what}`, async () => {
    await using endpoint = serveEndpoint(cluster, works);
    const { code, stdout, stderr } = await check(endpoint.baseUrl, words);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, message);
    assert.deepEqual(endpoint.received, []);
  });
}
