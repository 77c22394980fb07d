/** Which Kubeapps runs in a namespace, and whether it still answers webhooks itself. */

import type { KubeClient } from "../../kube/api/client.ts";
import type { KubeObject } from "../../kube/api/resource.ts";
import { deployments } from "../webhook/find/resources.ts";

interface Deployment extends KubeObject {
  readonly spec?: {
    readonly template?: {
      readonly spec?: { readonly containers?: readonly { readonly image?: string }[] };
    };
  };
}

/** The frontend is not asked: its version label and image are nginx's. */
const components = ["apprepository", "kubeappsapis", "dashboard", "kubeops"];

/**
 * @returns such as `2.12.1`; undefined where no Deployment of Kubeapps tells
 * @throws {ApiError} where they may not be listed
 */
export async function kubeappsVersion(
  client: Pick<KubeClient, "list">,
  namespace: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const labelSelector = `app.kubernetes.io/name=kubeapps,app.kubernetes.io/component in (${
    components.join(",")
  })`;
  const found: Deployment[] = [];
  const options = { query: { labelSelector }, signal };
  for await (const item of client.list<Deployment>(deployments, { namespace }, options)) {
    found.push(item);
  }
  found.sort((left, right) => rank(left) - rank(right));
  return found.map(versionOf).find((version) => version !== undefined);
}

function rank({ metadata }: Deployment): number {
  return components.indexOf(metadata.labels?.["app.kubernetes.io/component"] ?? "");
}

/** The label is there from 2.7 on; before, the tag of the image tells. */
function versionOf({ metadata, spec }: Deployment): string | undefined {
  const label = metadata.labels?.["app.kubernetes.io/version"] ?? "";
  const images = (spec?.template?.spec?.containers ?? []).map(({ image = "" }) => image);
  const tags = images.filter((image) => image.includes("kubeapps-")).map((image) =>
    /:([^:/@]+)(@|$)/.exec(image)?.[1] ?? ""
  );
  for (const text of [label, ...tags]) {
    const version = /^v?([0-9]+\.[0-9]+(?:\.[0-9]+)?)(?![0-9.])/.exec(text)?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}

/** Kubeapps 2.1 brought the endpoint, 2.5 took it away. */
export function answersWebhooks(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === 2 && minor >= 1 && minor < 5;
}
