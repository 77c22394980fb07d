/** What keeps completion from being installed or taken away. */
export class InstallError extends Error {
  override name = "InstallError";
}
