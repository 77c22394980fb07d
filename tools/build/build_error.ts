/** What keeps a build from going on, in one line for the person who started it. */
export class BuildError extends Error {
  override name = "BuildError";
}
