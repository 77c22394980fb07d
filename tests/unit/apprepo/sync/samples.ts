import { load } from "js-yaml";
import type { KubeObject } from "../../../../src/kube/api/resource.ts";

/** An object recorded in a cluster where Kubeapps' own controller ran. */
export async function sample(name: string): Promise<KubeObject> {
  const text = await Deno.readTextFile(`${import.meta.dirname}/samples/${name}.yaml`);
  return load(text) as KubeObject;
}
