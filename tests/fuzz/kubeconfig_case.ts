// Valid kubeconfigs of many kinds, and what a fuzzer makes of them.

import { dump } from "js-yaml";
import type { FuzzCase, Surroundings } from "./fuzz_case.ts";
import { mutatedText } from "./mutate_text.ts";
import { deepened, mutatedValue, oddValue } from "./mutate_value.ts";
import type { Random } from "./random.ts";
import { withBomb } from "./yaml_bombs.ts";

const path = "/home/user/.kube/config";

export function kubeconfigCase(random: Random, surroundings: Surroundings): FuzzCase {
  const first = mutatedKubeconfig(random, surroundings);
  const second = random.chance(15) ? mutatedKubeconfig(random, surroundings) : undefined;
  const files = {
    [path]: first,
    ...(second === undefined ? {} : { "/home/user/second": second }),
    "/home/user/.kube/token": random.chance(70) ? "t0ken\n" : random.text(),
    "/home/user/.kube/ca.crt": pem(random, surroundings.authority),
    "/home/user/.kube/client.crt": pem(random, surroundings.certificate),
    "/home/user/.kube/client.key": pem(random, surroundings.key),
  };
  return {
    files,
    kubeconfig: second === undefined ? path : `${path}:/home/user/second`,
    words: ["refresh", random.pick(["a", "--all"]), "--request-timeout=3s", ...flags(random)],
    pluginOutput: pluginOutput(random, surroundings),
    mostLines: 3,
  };
}

function mutatedKubeconfig(random: Random, surroundings: Surroundings): string {
  const valid = validKubeconfig(random, surroundings);
  const value = random.chance(50) ? mutatedValue(random, valid) : valid;
  const text = deepened(
    random,
    random.chance(25)
      ? JSON.stringify(value, null, random.pick([0, 2]))
      : dump(value, { noRefs: random.chance(50), skipInvalid: true }),
  );
  if (random.chance(20)) return withBomb(random, text);
  return random.chance(50) ? mutatedText(random, text) : text;
}

function validKubeconfig(random: Random, surroundings: Surroundings) {
  const server = random.pick([
    surroundings.http,
    surroundings.https,
    surroundings.https,
    surroundings.closed,
    `${surroundings.http}/k8s/clusters/c-1`,
  ]);
  const context = { cluster: "cluster", user: "user", namespace: "default" };
  return {
    apiVersion: "v1",
    kind: "Config",
    preferences: {},
    "current-context": "context",
    clusters: [
      { name: "cluster", cluster: { server, ...trust(random, surroundings) } },
      { name: "other", cluster: { server: surroundings.closed } },
    ],
    users: [{ name: "user", user: user(random, surroundings) }, { name: "other", user: {} }],
    contexts: [{ name: "context", context }, { name: "other", context: {} }],
  };
}

function trust(random: Random, { authority, http }: Surroundings): Record<string, unknown> {
  return random.pick<Record<string, unknown>>([
    { "certificate-authority-data": base64(authority) },
    { "certificate-authority-data": base64(authority) },
    { "certificate-authority": "ca.crt" },
    { "insecure-skip-tls-verify": true },
    { "certificate-authority-data": base64(authority), "tls-server-name": "localhost" },
    { "certificate-authority-data": base64(authority), "proxy-url": http },
    {
      "certificate-authority-data": base64(authority),
      "disable-compression": true,
      extensions: [{
        name: "client.authentication.k8s.io/exec",
        extension: { audience: "a", deep: { more: [1, 2] } },
      }],
    },
  ]);
}

function user(random: Random, surroundings: Surroundings): Record<string, unknown> {
  const { certificate, key } = surroundings;
  return random.pick<Record<string, unknown>>([
    { token: "t0ken" },
    { tokenFile: "token" },
    { username: "admin", password: "pass" },
    { "client-certificate-data": base64(certificate), "client-key-data": base64(key) },
    { "client-certificate-data": base64(certificate), "client-key-data": base64(key) },
    {
      "client-certificate-data": base64(pem(random, certificate)),
      "client-key-data": base64(pem(random, random.pick([key, surroundings.otherKey]))),
    },
    { "client-certificate": "client.crt", "client-key": "client.key" },
    {
      token: "t0ken",
      as: "jane",
      "as-groups": ["a", "b"],
      "as-uid": "1",
      "as-user-extra": { scopes: ["a", "b"] },
    },
    {
      exec: {
        apiVersion: "client.authentication.k8s.io/v1",
        command: "login",
        args: ["--cluster", "a"],
        env: [{ name: "A", value: "b" }],
        interactiveMode: "Never",
        provideClusterInfo: true,
        installHint: "get it somewhere",
      },
    },
    {
      "auth-provider": {
        name: "oidc",
        config: {
          "client-id": "a",
          "idp-issuer-url": surroundings.http,
          "id-token": "a.e30.c",
          "refresh-token": "r",
        },
      },
    },
  ]);
}

/** Mostly as it was. */
function pem(random: Random, text: string): string {
  return random.chance(70) ? text : mutatedText(random, text);
}

function base64(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}

function pluginOutput(random: Random, { certificate, key }: Surroundings): string {
  const valid = {
    apiVersion: "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    status: random.pick<Record<string, unknown>>([
      { token: "t0ken" },
      { token: "t0ken", expirationTimestamp: "2030-01-01T00:00:00Z" },
      { clientCertificateData: certificate, clientKeyData: key },
    ]),
  };
  if (random.chance(30)) return JSON.stringify(valid);
  const text = deepened(random, JSON.stringify(mutatedValue(random, valid)));
  return random.chance(50) ? mutatedText(random, text) : text;
}

function flags(random: Random): string[] {
  if (random.chance(70)) return [];
  const odd = oddValue(random);
  const value = typeof odd === "object" ? random.text() : String(odd);
  const name = random.pick([
    "as",
    "as-group",
    "as-uid",
    "as-user-extra",
    "certificate-authority",
    "client-certificate",
    "client-key",
    "cluster",
    "context",
    "namespace",
    "password",
    "server",
    "tls-server-name",
    "token",
    "user",
    "username",
    "v",
    "insecure-skip-tls-verify",
  ]);
  return [`--${name}=${random.chance(30) ? "other" : value}`];
}
