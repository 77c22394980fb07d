import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import type { KubeObject, Resource } from "../../../kube/api/resource.ts";
import { appRepositories } from "../../app_repository.ts";
import type { ResourceSeen } from "../seen.ts";

const definitions: Resource = {
  group: "apiextensions.k8s.io",
  version: "v1",
  plural: "customresourcedefinitions",
  kind: "CustomResourceDefinition",
  namespaced: false,
};

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
}

interface Definition extends KubeObject {
  readonly spec?: {
    readonly versions?: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema?: { readonly openAPIV3Schema?: Schema };
    }[];
  };
}

/** Goes by the definition, or by the server's discovery, which everybody may read. */
export async function resourceSeen(
  client: Pick<KubeClient, "get" | "request">,
  signal: AbortSignal,
): Promise<ResourceSeen> {
  const { group, plural, version } = appRepositories;
  try {
    const key = { name: `${plural}.${group}` };
    const { spec } = await client.get<Definition>(definitions, key, { signal });
    const served = spec?.versions?.find(({ name, served }) => served && name === version);
    return {
      isServed: served !== undefined,
      hasCounter: served && hasCounter(served.schema?.openAPIV3Schema),
    };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 404) return { isServed: false };
    if (error.code !== 403) throw error;
  }
  try {
    await client.request("GET", `/apis/${group}/${version}`, { signal });
    return { isServed: true };
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return { isServed: false };
    throw error;
  }
}

function hasCounter(schema: Schema | undefined): boolean {
  const spec = schema?.properties?.["spec"];
  const keepsAll = [schema, spec].some((one) => one?.["x-kubernetes-preserve-unknown-fields"]);
  return keepsAll || spec?.properties?.["resyncRequests"] !== undefined;
}
