import { BuildError } from "../build/build_error.ts";
import { commandFailed, finish } from "../build/command.ts";
import { SOURCES } from "../build/sources.ts";
import { readRepositoryManifest } from "./repository_manifest.ts";

/** All that a release is made from, by which a commit holds the manifest of its own build. */
const RELEASED = [...SOURCES, ".krew.yaml"];

/**
 * Commits plugin.yaml, and nothing else, unless it is committed as it is.
 * @param version `v` and the version
 * @returns whether there was something to commit
 * @throws {BuildError} if what it was built from is not committed, or git refuses
 */
export async function commitManifest(root: string, version: string): Promise<boolean> {
  const [changed] = await changes(root, RELEASED);
  if (changed !== undefined) {
    throw new BuildError(
      `plugin.yaml is written, but not committed, since ${changed} is not: commit it and run again`,
    );
  }
  if ((await changes(root, ["plugin.yaml"])).length === 0) return false;
  await git(root, ["add", "--", "plugin.yaml"]);
  await git(root, ["commit", "--quiet", "-m", `Release ${version}`, "--", "plugin.yaml"]);
  return true;
}

/**
 * Refuses to build a version again from other sources than those that were released.
 * @param sources the sum of those that there are
 * @throws {BuildError} if the version has a tag with another sum, or one that can't be read
 */
export async function refuseReleased(
  root: string,
  version: string,
  sources: string,
): Promise<void> {
  if ((await git(root, ["tag", "--list", version])).trim() === "") return;
  const text = await git(root, ["show", `${version}:plugin.yaml`]);
  if (readRepositoryManifest(text).sources === sources) return;
  throw new BuildError(
    `${version} was released from other sources: give package.json the next version`,
  );
}

/** When the commit that is checked out was made, in RFC 3339 and UTC, to the second. */
export async function commitTime(root: string): Promise<string> {
  const seconds = Number(await git(root, ["log", "-1", "--format=%ct"]));
  return new Date(seconds * 1_000).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The files below the paths that are not as committed, new ones included. */
async function changes(root: string, paths: readonly string[]): Promise<string[]> {
  const lines = await git(root, ["status", "--porcelain", "--", ...paths]);
  return lines.split("\n").filter((line) => line !== "").map((line) => line.slice(3));
}

async function git(root: string, args: readonly string[]): Promise<string> {
  const finished = await finish("git", args, { cwd: root });
  if (finished.code !== 0) throw commandFailed(`git ${args[0]}`, finished);
  return finished.stdout;
}
