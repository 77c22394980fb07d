// A control plane that knows AppRepositories.

import { load } from "js-yaml";
import { Api, ApiError } from "./api.ts";
import { findBinaries } from "./binaries.ts";
import { ControlPlane } from "./control_plane.ts";
import type { MoreFlags } from "./version_flags.ts";

const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const REPOSITORIES = "/apis/kubeapps.com/v1alpha1/apprepositories";

/** Starts one, after building its programs if need be; talks on standard error. */
export async function launch(more: MoreFlags = {}): Promise<ControlPlane> {
  const plane = await ControlPlane.start(await findBinaries(), more);
  try {
    using api = new Api(plane.admin);
    await api.create(CRDS, load(await Deno.readTextFile(`${import.meta.dirname}/crd.yaml`)));
    await untilServed(api);
    if (more.nodes && plane.mayHaveNodes) await plane.startNodes();
    return plane;
  } catch (error) {
    await plane.stop();
    throw error;
  }
}

/** Waits until AppRepositories are served, three minutes at most. */
export async function untilServed(api: Api): Promise<void> {
  const deadline = Date.now() + 180_000;
  while (true) {
    try {
      await api.get(REPOSITORIES);
      return;
    } catch (error) {
      const isNotYet = error instanceof ApiError && [404, 429, 503].includes(error.code);
      if (!isNotYet || Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
