/** Which Kubeapps a Deployment of it is of, and whether that still answers webhooks itself. */

import type { KubeObject } from "../../kube/api/resource.ts";
import { componentLabel, versionLabel } from "./labels.ts";

interface PodSpec {
  readonly template?: {
    readonly spec?: { readonly containers?: readonly { readonly image?: string }[] };
  };
}

/** In the order in which they are believed. The frontend is not asked: its version and image are nginx's. */
export const components = ["apprepository", "kubeappsapis", "dashboard", "kubeops"];

/** @returns such as `2.12.1`; undefined where no Deployment of Kubeapps tells */
export function kubeappsVersion(deployments: readonly KubeObject[]): string | undefined {
  const sorted = deployments.toSorted((left, right) => rank(left) - rank(right));
  return sorted.map(versionOf).find((version) => version !== undefined);
}

function rank({ metadata }: KubeObject): number {
  return components.indexOf(metadata.labels?.[componentLabel] ?? "");
}

/** The label is there from 2.7 on; before, the tag of the image tells. */
function versionOf({ metadata, spec }: KubeObject): string | undefined {
  const label = metadata.labels?.[versionLabel] ?? "";
  const containers = (spec as PodSpec | undefined)?.template?.spec?.containers ?? [];
  const images = containers.map(({ image = "" }) => image);
  const tags = images.filter((image) => /kubeapps[-/]/.test(image)).map((image) =>
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
