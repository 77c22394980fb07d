// Who we are to the API server.

import { createPrivateKey } from "node:crypto";
import { config, type Files, type Row } from "../row.ts";
import type { World } from "../world.ts";

type User = Record<string, unknown>;

function as(user: (world: World) => User, files: (world: World) => Files = () => ({})) {
  return (world: World): Files => {
    const { server, caData } = world;
    return {
      config: config({ server, "certificate-authority-data": caData }, user(world)),
      ...files(world),
    };
  };
}

function pkcs1(pem: string): string {
  return createPrivateKey(pem).export({ type: "pkcs1", format: "pem" }).toString();
}

const oidc = (world: World, more: Record<string, string>): User => ({
  "auth-provider": {
    name: "oidc",
    config: { "idp-issuer-url": world.issuer, "client-id": "kubectl", ...more },
  },
});

export const credentialRows: Row[] = [
  { name: "credentials: a token", files: as(({ token }) => ({ token })), expect: "same" },
  {
    name: "credentials: a token in a file beside the kubeconfig",
    files: as(() => ({ tokenFile: "token" }), ({ token }) => ({ token: `${token}\n` })),
    expect: "same",
  },
  {
    name: "credentials: a tokenFile beside a token",
    files: as(
      ({ token }) => ({ tokenFile: "token", token }),
      ({ otherToken }) => ({ token: otherToken }),
    ),
    expect: "same",
  },
  {
    name: "credentials: a tokenFile that is missing, beside a token",
    files: as(({ token }) => ({ tokenFile: "none", token })),
    expect: "same",
  },
  {
    name: "credentials: a client certificate (EC) as data",
    files: as(({ ec }) => ({
      "client-certificate-data": btoa(ec.certificate),
      "client-key-data": btoa(ec.key),
    })),
    expect: "same",
  },
  {
    name: "credentials: a client certificate (RSA) in files",
    files: as(
      () => ({ "client-certificate": "pki/me.crt", "client-key": "pki/me.key" }),
      ({ rsa }) => ({ "pki/me.crt": rsa.certificate, "pki/me.key": rsa.key }),
    ),
    expect: "same",
  },
  {
    name: "credentials: a client key in PKCS #1, its certificate in the same file",
    files: as(
      () => ({ "client-certificate": "both", "client-key": "both" }),
      ({ rsa }) => ({ both: pkcs1(rsa.key) + rsa.certificate }),
    ),
    expect: "same",
  },
  {
    name: "credentials: a client certificate beside a token",
    files: as(({ ec, token }) => ({
      "client-certificate-data": btoa(ec.certificate),
      "client-key-data": btoa(ec.key),
      token,
    })),
    expect: "same",
  },
  {
    name: "credentials: an OpenID Connect id-token",
    files: as((world) => oidc(world, { "id-token": world.token })),
    expect: "same",
  },
  {
    name: "credentials: an OpenID Connect id-token that is refreshed",
    files: as((world) =>
      oidc(world, { "id-token": world.expiredToken, "refresh-token": "r", "client-secret": "s" })
    ),
    expect: "same",
  },
  {
    name: "credentials: an OpenID Connect id-token that can't be refreshed",
    files: as((world) => oidc(world, { "id-token": world.expiredToken })),
    expect: {
      error:
        /Unable to connect to the server: No valid id-token, and cannot refresh without refresh-token/,
    },
  },
  {
    name: "credentials: an OpenID Connect id-token that is none",
    files: as((world) => oidc(world, { "id-token": "s3cret" })),
    expect: { error: /Unable to connect to the server: ID Token is not a valid JWT/ },
  },
  {
    name: "credentials: OpenID Connect without a client-id",
    files: as(() => ({
      "auth-provider": { name: "oidc", config: { "idp-issuer-url": "https://x" } },
    })),
    expect: { error: /error: Must provide client-id/ },
  },
  {
    name: "credentials: an auth-provider that kubectl no longer has",
    files: as(() => ({ "auth-provider": { name: "gcp" } })),
    expect: {
      error:
        /error: The gcp auth plugin has been removed.\nPlease use the "gke-gcloud-auth-plugin"/,
    },
  },
  {
    name: "credentials: an auth-provider that nobody knows",
    files: as(() => ({ "auth-provider": { name: "foo" } })),
    expect: { error: /error: no Auth Provider found for name "foo"/ },
  },
  {
    name: "credentials: a token that expired",
    files: as(({ expiredToken }) => ({ token: expiredToken })),
    expect: { error: /error: You must be logged in to the server \(.+\)/ },
  },
  {
    name: "credentials: a token of nobody",
    files: as(() => ({ token: "s3cret" })),
    expect: { error: /error: You must be logged in to the server \(.+\)/ },
  },
  {
    name: "credentials: user name and password, which API servers no longer take",
    files: as(() => ({ username: "me", password: "s3cret" })),
    expect: { error: /Error from server \(Forbidden\): / },
  },
  {
    name: "credentials: a token with a line break",
    files: as(() => ({ token: "s3cret\nX: y" })),
    expect: {
      kubectl: /invalid header field value for "Authorization"/,
      ours:
        /^error: the token from the kubeconfig or --token has characters that no HTTP header can carry/m,
    },
  },
  {
    name: "credentials: a tokenFile that is missing",
    files: as(() => ({ tokenFile: "none" })),
    expect: { error: /error: open .*\/none: no such file or directory/ },
  },
  {
    name: "credentials: a token beside a password",
    files: as(() => ({ token: "s3cret", username: "me" })),
    expect: {
      error:
        /error: more than one authentication method found for u; found \[token basicAuth\], only one is allowed/,
    },
  },
  {
    name: "credentials: none",
    files: as(() => ({})),
    expect: {
      kubectl: /error: EOF/,
      ours: /User "system:anonymous" cannot get resource/,
    },
  },
  {
    name: "credentials: impersonation by the kubeconfig, groups with commas, uid and extra",
    files: as(({ ec }) => ({
      "client-certificate-data": btoa(ec.certificate),
      "client-key-data": btoa(ec.key),
      as: "jürgen",
      "as-uid": "7",
      "as-groups": ["developers", "a,b"],
      "as-user-extra": { "example.com/Reason": ["one", "two"], "100%": ["x"] },
    })),
    expect: "same",
  },
  {
    name: "credentials: impersonation without the right to it",
    files: as(({ token }) => ({ token, as: "system:admin" })),
    expect: { error: /Error from server \(Forbidden\): / },
  },
];
