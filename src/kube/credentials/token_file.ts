import type { Host } from "../../host.ts";
import { bearer, type Credentials } from "./credentials.ts";
import { ConfigError } from "../api/errors.ts";
import { shownPath, withShownPath } from "../kubeconfig/shown_path.ts";

/**
 * client-go takes a token from a file for a minute, less ten seconds of leeway; source:
 * client-go/transport/token_source.go.
 */
const lifetime = 50_000;

/**
 * A token in a file that somebody else renews. Where the file can't be read for a while, the last
 * token stays.
 * @param token to begin with; without it, the file must be there
 * @throws {ConfigError} where there is neither
 */
export async function openTokenFile(
  host: Pick<Host, "files" | "now">,
  path: string,
  token: string | undefined,
): Promise<Omit<Credentials, "certificate">> {
  let readAt = -Infinity;
  let current = token === undefined ? await first() : bearer(token, "the kubeconfig or --token");

  async function first(): Promise<string> {
    readAt = host.now();
    try {
      return await read();
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      throw new ConfigError(withShownPath(`error: ${(error as Error).message}`, path));
    }
  }
  async function read(): Promise<string> {
    const text = (await host.files.readText(path)).trim();
    if (text === "") throw new Error(`read empty token from file "${path}"`);
    return bearer(text, `the tokenFile "${shownPath(path)}"`);
  }
  async function authorization(): Promise<string> {
    if (host.now() - readAt < lifetime) return current;
    current = await read().catch((error) => {
      if (error instanceof ConfigError) throw error;
      return current;
    });
    readAt = host.now();
    return current;
  }
  async function renew(): Promise<boolean> {
    const before = current;
    readAt = -Infinity;
    return await authorization() !== before;
  }
  return { authorization, renew };
}
