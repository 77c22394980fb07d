import assert from "node:assert/strict";
import { refusalVerdict, silenceVerdict } from "../../../../../src/apprepo/webhook/check/judge.ts";
import type { Outcome } from "../../../../../src/apprepo/webhook/check/verdict.ts";

const path = "/api/v1/clusters/default/namespaces/team-a/apprepositories/bitnami/refresh";
const url = `https://kubeapps.example.com${path}`;
const called = {
  url,
  target: { cluster: "default", namespace: "team-a", name: "bitnami" },
  account: { namespace: "team-a", name: "apprepositories-refresh" },
};

interface Given {
  readonly code: number;
  readonly location?: string;
  /** An object is sent as JSON. */
  readonly body?: string | object;
  readonly html?: boolean;
}

function judge({ code, location, body = "", html }: Given, account = called.account) {
  const headers = new Headers({ "content-type": html ? "text/html" : "application/json" });
  if (location !== undefined) headers.set("location", location);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const reply = { code, headers, body: text, milliseconds: 5 };
  return refusalVerdict({ ...called, account }, reply, true);
}

function status(reason: string, message: string) {
  return { kind: "Status", apiVersion: "v1", status: "Failure", reason, message };
}

const anonymous =
  'apprepositories.kubeapps.com "bitnami" is forbidden: User "system:anonymous" cannot get resource "apprepositories" in API group "kubeapps.com"';
const cannotUpdate =
  'apprepositories.kubeapps.com "bitnami" is forbidden: User "system:serviceaccount:team-a:apprepositories-refresh" cannot update resource "apprepositories" in API group "kubeapps.com" in the namespace "team-a"';
const notFound = status("NotFound", 'apprepositories.kubeapps.com "bitnami" not found');

const refusals: readonly (readonly [string, Given, Outcome, RegExp])[] = [
  [
    "the dashboard's slash",
    { code: 301, location: `${path}/` },
    "no-endpoint",
    /^301, a redirect to https:\/\/kubeapps\.example\.com.*refresh\/: that is how the dashboard of Kubeapps answers/,
  ],
  [
    "a login page on the same host",
    { code: 302, location: "/oauth2/start?rd=%2F" },
    "no-endpoint",
    /maybe a login page.*turns the POST into a GET/s,
  ],
  [
    "a login page elsewhere",
    { code: 302, location: "https://login.example.com/auth" },
    "no-endpoint",
    /maybe a login page/,
  ],
  [
    "the same path on another host",
    { code: 301, location: `https://new.example.com${path}` },
    "redirected",
    /turns the POST into a GET.*Use --base-url https:\/\/new\.example\.com\.$/s,
  ],
  [
    "a 303",
    { code: 303, location: `http://kubeapps.example.com${path}` },
    "redirected",
    /turns the POST into a GET/,
  ],
  [
    "a 308 to another host",
    { code: 308, location: `https://new.example.com${path}` },
    "redirected",
    /The POST is repeated there\. Senders leave out the token on another host\./,
  ],
  [
    "a 307 to another path",
    { code: 307, location: "/elsewhere" },
    "redirected",
    /The POST is repeated there\. Give senders the address/,
  ],
  ["a 302 without Location", { code: 302 }, "no-endpoint", /^302 without an address/],
  ["a 304", { code: 304 }, "no-endpoint", /^304 without an address/],
  ["200 with HTML", { code: 200, html: true }, "no-endpoint", /^200 with a page of HTML/],
  ["HTML without its type", { code: 200, body: "\n<!DOCTYPE html>" }, "no-endpoint", /HTML/],
  ["404 with HTML", { code: 404, html: true }, "no-endpoint", /HTML/],
  ["404 with text", { code: 404, body: "404 page not found" }, "no-endpoint", /^404$/m],
  ["404 of an API", { code: 404, body: status("NotFound", "no route") }, "no-endpoint", /no route/],
  [
    "the receiver's 404 for another path",
    { code: 404, body: status("NotFound", "Nothing is here but POST /api/v1/clusters/…") },
    "no-endpoint",
    /Nothing is here/,
  ],
  [
    "404 for a repository called so",
    { code: 404, body: status("NotFound", 'apprepositories.kubeapps.com "no-cluster" not found') },
    "not-found",
    /not in the one behind/,
  ],
  ["405", { code: 405 }, "no-endpoint", /^405/],
  ["404 for the repository", { code: 404, body: notFound }, "not-found", /not in the one behind/],
  [
    "404 for the cluster",
    { code: 404, body: status("NotFound", 'This receiver serves no cluster "default"; …') },
    "unknown-cluster",
    /--cluster-name/,
  ],
  [
    "Kubeapps' 500 for the cluster",
    { code: 500, body: 'cluster "default" has no configuration' },
    "unknown-cluster",
    /^500.*--cluster-name/s,
  ],
  ["401", { code: 401, body: status("Unauthorized", "Unauthorized") }, "unauthorized", /^401 \(Un/],
  ["403 as nobody", { code: 403, body: status("Forbidden", anonymous) }, "unauthorized", /drops/],
  [
    "403 for want of update",
    { code: 403, body: status("Forbidden", cannotUpdate) },
    "forbidden",
    /lacks the right to update apprepositories\.kubeapps\.com in namespace "team-a"\n.*kubectl apprepo grant bitnami -n team-a$/,
  ],
  ["403 of a firewall", { code: 403, html: true }, "forbidden", /Something in front/],
  ["400", { code: 400, body: { message: "bad\nrequest" } }, "refused", /^400 \(bad request\)/],
  ["429", { code: 429 }, "unavailable", /try again later/],
  ["503", { code: 503, html: true }, "unavailable", /look at its Pods/],
];

for (const [what, given, outcome, text] of refusals) {
  Deno.test(`refusalVerdict() of ${what} is ${outcome}`, () => {
    const verdict = judge(given);
    assert.equal(verdict?.outcome, outcome);
    assert.equal(verdict.code, given.code);
    assert.match(`${verdict.message}\n${verdict.advice}`.trim(), text);
  });
}

Deno.test("refusalVerdict() leaves the endpoint's 2xx to the counter", () => {
  assert.equal(judge({ code: 200, body: { appRepository: {} } }), undefined);
  assert.equal(judge({ code: 204 }), undefined);
});

Deno.test("refusalVerdict() names the flags of another ServiceAccount", () => {
  const given = { code: 403, body: status("Forbidden", cannotUpdate) };
  const verdict = judge(given, { namespace: "ci", name: "hook" });
  assert.match(verdict!.advice, /grant bitnami --serviceaccount ci:hook --to-namespace team-a$/);
});

Deno.test("silenceVerdict() keeps what is not trusted from what is not there", () => {
  const untrusted = silenceVerdict(called, {
    kind: "tls",
    reason: "x509: a certificate of nobody",
  });
  assert.equal(untrusted.outcome, "untrusted");
  assert.match(untrusted.message, /^kubeapps\.example\.com is not trusted: x509/);
  const plain = { kind: "tls", reason: "http: server gave HTTP response to HTTPS client" } as const;
  assert.equal(silenceVerdict(called, plain).outcome, "unreachable");
  for (const kind of ["refused", "unknown-host", "timeout", "broken", "proxy"] as const) {
    assert.equal(silenceVerdict(called, { kind, reason: "why" }).outcome, "unreachable");
  }
});
