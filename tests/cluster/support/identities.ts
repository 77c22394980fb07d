// Who a test speaks as: users with a client certificate, ServiceAccounts with a token.

import { Buffer } from "node:buffer";
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { Api, ApiError, type ApiUser } from "../../../testcluster/api.ts";
import { type CertificateRequest, issue } from "../../../testcluster/certificates.ts";
import { files, readAuthority } from "../../../testcluster/files.ts";

export interface ServiceAccount {
  namespace: string;
  name: string;
}

/** A user with a client certificate of the cluster's authority. */
export interface CertificateIdentity
  extends Pick<CertificateRequest, "keyType" | "notBefore" | "notAfter"> {
  user: string;
  groups?: string[];
}

/** A ServiceAccount (made if need be) with a token of the TokenRequest API. */
export interface ServiceAccountIdentity {
  serviceAccount: ServiceAccount;
}

export interface TokenIdentity {
  token: string;
}

export type Identity = CertificateIdentity | ServiceAccountIdentity | TokenIdentity;

interface Cluster {
  folder: string;
  server: string;
  api(): Api;
}

/** The credentials of `identity`. */
export async function credentials(cluster: Cluster, identity: Identity): Promise<ApiUser> {
  const authority = await readAuthority(cluster.folder);
  const server = { server: cluster.server, ca: authority.certificate };
  if ("token" in identity) return { ...server, token: identity.token };
  if ("serviceAccount" in identity) {
    return { ...server, token: await requestToken(cluster, identity.serviceAccount) };
  }
  const { user, groups = [], ...validity } = identity;
  const request = { commonName: user, organizations: groups, ...validity };
  return { ...server, ...issue(authority, { usage: "client", ...request }) };
}

export async function requestToken(cluster: Cluster, account: ServiceAccount): Promise<string> {
  using api = cluster.api();
  await ensureServiceAccount(api, account);
  const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
  const path = `${accountsPath(account)}/${account.name}/token`;
  const answer = await api.create<{ status: { token: string } }>(path, body);
  return answer.status.token;
}

/**
 * A token as the API server would have signed it two days before it ends: the TokenRequest API
 * gives none for less than ten minutes.
 */
export async function tokenUntil(
  cluster: Cluster,
  account: ServiceAccount,
  expires: Date,
): Promise<string> {
  using api = cluster.api();
  const { metadata } = await ensureServiceAccount(api, account);
  const { namespace, name } = account;
  const issuer = "https://kubernetes.default.svc.cluster.local";
  const exp = Math.floor(expires.getTime() / 1000);
  const claims = {
    aud: [issuer],
    exp,
    iat: exp - 172_800,
    iss: issuer,
    "kubernetes.io": { namespace, serviceaccount: { name, uid: metadata.uid } },
    nbf: exp - 172_800,
    sub: `system:serviceaccount:${namespace}:${name}`,
  };
  return signToken(claims, await Deno.readTextFile(files(cluster.folder).tokenKey));
}

/** A JSON Web Token. @param privateKey RSA, PEM */
export function signToken(claims: unknown, privateKey: string): string {
  const key = createPrivateKey(privateKey);
  const parts = [{ alg: "RS256", kid: keyId(createPublicKey(key)) }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url")
  );
  const signed = parts.join(".");
  return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
}

/** What the API server calls the keys of its own tokens. */
export function keyId(publicKey: KeyObject): string {
  const bytes = publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(bytes).digest("base64url");
}

async function ensureServiceAccount(
  api: Api,
  account: ServiceAccount,
): Promise<{ metadata: { uid: string } }> {
  const metadata = { name: account.name, namespace: account.namespace };
  const object = { apiVersion: "v1", kind: "ServiceAccount", metadata };
  try {
    return await api.create(accountsPath(account), object);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 409)) throw error;
    return await api.get(`${accountsPath(account)}/${account.name}`);
  }
}

function accountsPath({ namespace }: ServiceAccount): string {
  return `/api/v1/namespaces/${namespace}/serviceaccounts`;
}
