// An endpoint as a sender sees it: HTTPS on loopback, and behind it whatever a test wants.

import { Api, ApiError } from "../../../testcluster/api.ts";
import { issue } from "../../../testcluster/certificates.ts";
import { repositoryPath } from "../support/repositories.ts";
import type { TestCluster } from "../support/test_cluster.ts";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
}

export type Handler = (request: Request) => Response | Promise<Response>;

export interface Endpoint extends AsyncDisposable {
  /** `https://127.0.0.1:PORT` */
  readonly baseUrl: string;
  readonly received: readonly Received[];
}

/** Its certificate is of the cluster's authority, for 127.0.0.1 alone. */
export function serveEndpoint(cluster: TestCluster, handler: Handler): Endpoint {
  const { certificate, key } = serverCertificate(cluster);
  const received: Received[] = [];
  const options = { hostname: "127.0.0.1", port: 0, cert: certificate, key, onListen() {} };
  const server = Deno.serve(options, async (request) => {
    const { pathname } = new URL(request.url);
    const authorization = request.headers.get("authorization");
    received.push({ method: request.method, path: pathname, authorization });
    await request.body?.cancel();
    return await handler(request);
  });
  return {
    baseUrl: `https://127.0.0.1:${server.addr.port}`,
    received,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

export function serverCertificate(cluster: TestCluster) {
  return issue(cluster.authority, {
    usage: "server",
    commonName: "kubeapps",
    hosts: ["127.0.0.1"],
  });
}

/** The environment of somebody whose system trusts the cluster's authority. */
export async function trusting(cluster: TestCluster): Promise<Record<string, string>> {
  const path = `${cluster.folder}/${crypto.randomUUID()}.crt`;
  await Deno.writeTextFile(path, cluster.authority.certificate);
  return { SSL_CERT_FILE: path };
}

/** Does what Kubeapps 2.1-2.4 did: GET and PUT with the caller's token, the API's refusals passed on. */
export function refreshing(cluster: TestCluster): Handler {
  return async (request) => {
    const { pathname } = new URL(request.url);
    const [, namespace = "", name = ""] =
      /\/namespaces\/([^/]+)\/apprepositories\/([^/]+)\/refresh$/.exec(pathname) ?? [];
    const token = request.headers.get("authorization")?.replace(/^Bearer /, "");
    using api = new Api({ server: cluster.server, ca: cluster.authority.certificate, token });
    const path = repositoryPath(namespace, name);
    try {
      const object = await api.get<{ spec: { resyncRequests?: number } }>(path);
      object.spec.resyncRequests = (object.spec.resyncRequests ?? 0) + 1;
      const appRepository = await api.replace(path, object);
      return Response.json({ appRepository, secret: {} });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const status = error.message.slice(error.message.indexOf("{"));
      const headers = { "content-type": "application/json" };
      return new Response(status, { status: error.code, headers });
    }
  };
}
