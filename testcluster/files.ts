// What lies in a control plane's folder, and the keys that are put there before it starts.

import { type ApiUser } from "./api.ts";
import { issue, newAuthority, newKeyPair, type Pair } from "./certificates.ts";
import { kubeconfig } from "./kubeconfig.ts";

/** Paths of the files in a control plane's folder. */
export function files(folder: string) {
  return {
    etcdData: `${folder}/etcd`,
    /** Not a port: etcd would let everybody on this machine in. */
    etcdSocket: `${folder}/etcd.sock`,
    /** The authority of the server's certificate and of the users' certificates. */
    ca: `${folder}/ca.crt`,
    caKey: `${folder}/ca.key`,
    serverCertificate: `${folder}/server.crt`,
    serverKey: `${folder}/server.key`,
    /** What ServiceAccount tokens are signed with, and checked with. */
    tokenKey: `${folder}/service-account.key`,
    tokenPublicKey: `${folder}/service-account.pub`,
    auditLog: `${folder}/audit.log`,
    adminKubeconfig: `${folder}/admin.kubeconfig`,
    controllerManagerKubeconfig: `${folder}/controller-manager.kubeconfig`,
  };
}

export interface Keys {
  authority: Pair;
  server: Pair;
  token: ReturnType<typeof newKeyPair>;
}

/** Makes what takes a moment to make, before there is a folder that somebody would have to remove. */
export function newKeys(): Keys {
  const authority = newAuthority("testcluster");
  const hosts = ["127.0.0.1", "::1", "localhost"];
  const server = issue(authority, { usage: "server", commonName: "kube-apiserver", hosts });
  return { authority, server, token: newKeyPair("rsa") };
}

export async function writeKeys(folder: string, keys: Keys): Promise<void> {
  const paths = files(folder);
  const { authority, server, token } = keys;
  await Promise.all(
    Object.entries({
      [paths.ca]: authority.certificate,
      [paths.caKey]: authority.key,
      [paths.serverCertificate]: server.certificate,
      [paths.serverKey]: server.key,
      [paths.tokenKey]: token.privateKey,
      [paths.tokenPublicKey]: token.publicKey,
    }).map(([path, text]) => Deno.writeTextFile(path, text, { mode: 0o600 })),
  );
}

export async function readAuthority(folder: string): Promise<Pair> {
  const { ca, caKey } = files(folder);
  return { certificate: await Deno.readTextFile(ca), key: await Deno.readTextFile(caKey) };
}

/** Makes the kubeconfigs of the cluster's admin and of kube-controller-manager. */
export async function writeKubeconfigs(folder: string, server: string): Promise<ApiUser> {
  const paths = files(folder);
  const authority = await readAuthority(folder);
  const admin = certificateUser(authority, server, "admin");
  const manager = certificateUser(authority, server, "system:kube-controller-manager");
  await Deno.writeTextFile(paths.adminKubeconfig, kubeconfig(admin), { mode: 0o600 });
  await Deno.writeTextFile(paths.controllerManagerKubeconfig, kubeconfig(manager), { mode: 0o600 });
  return admin;
}

function certificateUser(authority: Pair, server: string, commonName: string): ApiUser {
  const organizations = ["system:masters"];
  const pair = issue(authority, { usage: "client", commonName, organizations });
  return { server, ca: authority.certificate, ...pair };
}
