// Where etcd, kube-apiserver and kube-controller-manager are: KUBEBUILDER_ASSETS, or built once
// into the user's cache folder.

import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { buildPrograms, programs } from "./go_build.ts";
import { type GoModule, readGoModule } from "./go_module.ts";
import { Progress } from "./progress.ts";

/** Paths of the programs. */
export interface Binaries {
  etcd: string;
  apiServer: string;
  controllerManager: string;
  /** Where Pods run; undefined where KUBEBUILDER_ASSETS has none. */
  nodes?: NodeBinaries;
}

export interface NodeBinaries {
  scheduler: string;
  kwok: string;
}

/**
 * Finds the programs, building them when they are nowhere yet. Talks on standard error.
 *
 * @throws {Error} when KUBEBUILDER_ASSETS lacks one of them, or they cannot be built
 */
export async function findBinaries(): Promise<Binaries> {
  const assets = Deno.env.get("KUBEBUILDER_ASSETS");
  const folder = assets ? await checkAssets(assets) : await cachedBuild(await readGoModule());
  return {
    etcd: `${folder}/etcd`,
    apiServer: `${folder}/kube-apiserver`,
    controllerManager: `${folder}/kube-controller-manager`,
    nodes: await nodeBinaries(folder),
  };
}

async function nodeBinaries(folder: string): Promise<NodeBinaries | undefined> {
  const binaries = { scheduler: `${folder}/kube-scheduler`, kwok: `${folder}/kwok` };
  const found = await Promise.all(Object.values(binaries).map(exists));
  return found.every(Boolean) ? binaries : undefined;
}

async function checkAssets(folder: string): Promise<string> {
  for (const name of ["etcd", "kube-apiserver", "kube-controller-manager"]) {
    if (await exists(`${folder}/${name}`)) continue;
    throw new Error(
      `KUBEBUILDER_ASSETS is ${folder}, which has no ${name}: put one of the same version there, ` +
        "or unset KUBEBUILDER_ASSETS to have all three built from source",
    );
  }
  return folder;
}

async function cachedBuild(module: GoModule): Promise<string> {
  const flags = JSON.stringify([programs(module), Deno.build.os, Deno.build.arch]);
  const hash = createHash("sha256").update(module.text + flags).digest("hex").slice(0, 12);
  const parent = `${cacheFolder()}/kubectl-apprepo/testcluster`;
  const folder = `${parent}/${module.kubernetes}-${hash}`;
  if (await exists(folder)) return folder;
  await Deno.mkdir(parent, { recursive: true });
  using _lock = await lock(`${folder}.lock`);
  if (!await exists(folder)) await buildInto(folder, module);
  return folder;
}

async function buildInto(folder: string, module: GoModule): Promise<void> {
  const unfinished = await Deno.makeTempDir({ dir: dirname(folder), prefix: "building-" });
  try {
    await buildPrograms(module, unfinished);
    await Deno.rename(unfinished, folder);
  } catch (error) {
    await Deno.remove(unfinished, { recursive: true });
    throw error;
  }
}

/** Two builds at once would only take each other's processors. The lock ends with the process. */
async function lock(path: string): Promise<Disposable> {
  const file = await Deno.open(path, { create: true, write: true });
  const waiting = "waiting for another process that builds the test control plane";
  await new Progress().during(file.lock(true), (elapsed) => `${waiting}: ${elapsed}`);
  return file;
}

function cacheFolder(): string {
  const named = Deno.env.get("XDG_CACHE_HOME");
  if (named) return named;
  const home = Deno.env.get("HOME");
  if (!home) throw new Error("HOME is not set: the test control plane is built into its cache");
  return Deno.build.os === "darwin" ? `${home}/Library/Caches` : `${home}/.cache`;
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
