// What the rows are about: the cluster, who there is, and what stands around it.

import { issue, type Pair } from "../../../testcluster/certificates.ts";
import { httpProxy, type ProxyServer, socksProxy } from "../../unit/kube/support/proxy_server.ts";
import type { TestCluster } from "../support/test_cluster.ts";
import { kubectlProxy } from "./kubectl_proxy.ts";
import { badCertificates, closedPort, front, identityProvider, onIpv6, silent } from "./servers.ts";

export interface World {
  readonly cluster: TestCluster;
  /** `https://127.0.0.1:port`. */
  readonly server: string;
  readonly port: string;
  /** The cluster's CA, PEM and as kubeconfigs embed it. */
  readonly ca: string;
  readonly caData: string;
  /** Administrators with a client certificate. */
  readonly ec: Pair;
  readonly rsa: Pair;
  /** Expired a day ago. */
  readonly formerAdmin: Pair;
  /** Tokens of two ServiceAccounts without any rights. */
  readonly token: string;
  readonly otherToken: string;
  readonly expiredToken: string;
  /** `kubectl proxy` as the admin, and one below `/k8s/clusters/c-1/`. */
  readonly kubectlProxy: string;
  readonly kubectlProxyWithPath: string;
  /** Port of a server that has the cluster below a path, its certificate for kubernetes.test too. */
  readonly frontPort: number;
  readonly ipv6Port: number;
  readonly httpProxy: ProxyServer;
  readonly socksProxy: ProxyServer;
  readonly issuer: string;
  /** Where nothing listens. */
  readonly closedPort: number;
  /** Certificates of servers that never answer, and their ports. */
  readonly certificates: Readonly<Record<Silent, Pair>>;
  readonly silent: Readonly<Record<Silent, number>>;
}

export type Silent = keyof ReturnType<typeof badCertificates> | "good";

export async function openWorld(cluster: TestCluster): Promise<World> {
  const { authority, server } = cluster;
  const ca = authority.certificate;
  const namespace = await cluster.namespace("conformance");
  const token = await cluster.token({ namespace, name: "one" });
  const organizations = ["system:masters"];
  const admin = { usage: "client", organizations } as const;
  const { port } = new URL(server);
  const hosts = ["127.0.0.1", "localhost", "kubernetes.test"];
  const ofServer = issue(authority, { usage: "server", commonName: "front", hosts });
  const certificates = { ...badCertificates(authority), good: ofServer };
  const resolve = { "kubernetes.test": "127.0.0.1" };
  return {
    cluster,
    server,
    port,
    ca,
    caData: btoa(ca),
    ec: issue(authority, { ...admin, commonName: "admin-ec" }),
    rsa: issue(authority, { ...admin, commonName: "admin-rsa", keyType: "rsa" }),
    formerAdmin: issue(authority, {
      ...admin,
      commonName: "former-admin",
      notBefore: new Date(Date.now() - 2 * 86_400_000),
      notAfter: new Date(Date.now() - 86_400_000),
    }),
    token,
    otherToken: await cluster.token({ namespace, name: "two" }),
    expiredToken: await cluster.expiredToken({ namespace, name: "one" }),
    kubectlProxy: await kubectlProxy(cluster),
    kubectlProxyWithPath: await kubectlProxy(cluster, "/k8s/clusters/c-1/"),
    frontPort: front(ofServer, server, ca),
    ipv6Port: onIpv6(Number(port)),
    httpProxy: httpProxy({ resolve }),
    socksProxy: socksProxy({ resolve }),
    issuer: identityProvider(token),
    closedPort: closedPort(),
    certificates,
    silent: Object.fromEntries(
      Object.entries(certificates).map(([name, pair]) => [name, silent(pair)]),
    ) as World["silent"],
  };
}
