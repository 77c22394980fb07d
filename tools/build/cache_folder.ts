import { join } from "node:path";
import { BINARY_NAME } from "../../src/about.ts";
import { BuildError } from "./build_error.ts";

/**
 * This project's folder in the user's cache folder; it need not be there yet.
 * @throws {BuildError} if the environment does not say where the cache is
 */
export function cacheFolder(
  os: typeof Deno.build.os = Deno.build.os,
  env: (name: string) => string | undefined = (name) => Deno.env.get(name),
): string {
  const xdg = env("XDG_CACHE_HOME");
  if (xdg) return join(xdg, BINARY_NAME);
  const [variable, below] = os === "windows"
    ? ["LOCALAPPDATA", "."]
    : ["HOME", os === "darwin" ? "Library/Caches" : ".cache"];
  const home = env(variable);
  if (!home) throw new BuildError(`no cache folder: neither XDG_CACHE_HOME nor ${variable} is set`);
  return join(home, below, BINARY_NAME);
}
