import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import type { KubeObject } from "../../../kube/api/resource.ts";
import { secrets } from "../../grant/objects/resources.ts";
import { latestExpiry } from "../../status/expiry.ts";
import { type Ingress, ingresses } from "../../webhook/find/resources.ts";
import type { HostCertificate } from "../seen.ts";
import { receiverLabels } from "./receivers.ts";

/** Of the Ingresses that `serve --manifests` makes: how long the certificates are valid. */
export async function hostCertificates(
  client: Pick<KubeClient, "get" | "list">,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<HostCertificate[]> {
  const query = { labelSelector: receiverLabels };
  const found: HostCertificate[] = [];
  const listed = client.list<Ingress>(ingresses, { namespace }, { query, signal });
  for await (const { metadata, spec } of listed) {
    for (const { hosts = [], secretName } of spec?.tls ?? []) {
      if (!secretName) continue;
      const { namespace = "" } = metadata;
      const expiresAt = await expiryOf(client, namespace, secretName, signal);
      found.push({ namespace, secret: secretName, hosts, expiresAt });
    }
  }
  return found;
}

async function expiryOf(
  client: Pick<KubeClient, "get">,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const { data } = await client.get<KubeObject & { data?: Record<string, unknown> }>(
      secrets,
      { namespace, name },
      { signal },
    );
    return latestExpiry(data?.["tls.crt"]);
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return undefined;
    throw error;
  }
}
