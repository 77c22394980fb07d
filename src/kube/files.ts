import type { Host } from "../host.ts";
import { ConfigError } from "./errors.ts";

/**
 * @param what the file is to the user, for the error
 * @returns undefined where no path is given
 * @throws {ConfigError} where the file can't be read
 */
export async function readFile(
  host: Pick<Host, "files">,
  path: string,
  what: string,
): Promise<string>;
export async function readFile(
  host: Pick<Host, "files">,
  path: string | undefined,
  what: string,
): Promise<string | undefined>;
export async function readFile(
  host: Pick<Host, "files">,
  path: string | undefined,
  what: string,
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await host.files.readText(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`error: unable to read ${what} ${path}: ${reason}`, { cause: error });
  }
}
