// A control plane that knows AppRepositories.

import { load } from "js-yaml";
import { Api } from "./api.ts";
import { findBinaries } from "./binaries.ts";
import { ControlPlane } from "./control_plane.ts";
import { untilServed } from "./until_served.ts";
import type { MoreFlags } from "./version_flags.ts";

const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
export const REPOSITORIES = "/apis/kubeapps.com/v1alpha1/apprepositories";

/** Starts one, after building its programs if need be; talks on standard error. */
export async function launch(more: MoreFlags = {}): Promise<ControlPlane> {
  const plane = await ControlPlane.start(await findBinaries(), more);
  try {
    using api = new Api(plane.admin);
    await api.create(CRDS, load(await Deno.readTextFile(`${import.meta.dirname}/crd.yaml`)));
    await untilServed(api, REPOSITORIES);
    if (more.nodes && plane.mayHaveNodes) await plane.startNodes();
    return plane;
  } catch (error) {
    await plane.stop();
    throw error;
  }
}
