// What testcluster/go.mod says: the one place that names the versions.

const FOLDER = import.meta.dirname ?? ".";

export interface GoModule {
  folder: string;
  /** For example "v1.37.2". */
  kubernetes: string;
  /** The oldest Go that can build it, for example "1.26". */
  go: string;
  /** Text of go.mod and go.sum: what is built depends on nothing else but the flags. */
  text: string;
}

/** @throws {Error} when go.mod names no version of Go or Kubernetes */
export async function readGoModule(): Promise<GoModule> {
  const goMod = await Deno.readTextFile(`${FOLDER}/go.mod`);
  const goSum = await Deno.readTextFile(`${FOLDER}/go.sum`);
  const kubernetes = goMod.match(/^\s*k8s\.io\/kubernetes (v\S+)/m)?.[1];
  const go = goMod.match(/^go (\d+\.\d+)/m)?.[1];
  if (kubernetes === undefined || go === undefined) {
    throw new Error(`${FOLDER}/go.mod names no version of Go or of k8s.io/kubernetes`);
  }
  return { folder: FOLDER, kubernetes, go, text: goMod + goSum };
}
