/** What `docker login` stored. Source: github.com/docker/cli, cli/config. */

import { Buffer } from "node:buffer";
import type { HarborCredentials } from "../../harbor/credentials.ts";
import { FileError, type Host } from "../../host.ts";
import { UsageError } from "../usage_error.ts";

interface DockerConfig {
  readonly auths?: Readonly<Record<string, Entry>>;
  /** The name of a program for every registry, without `docker-credential-`. */
  readonly credsStore?: string;
  /** For single ones. */
  readonly credHelpers?: Readonly<Record<string, string>>;
}

interface Entry {
  /** `user:password` in base 64. */
  readonly auth?: string;
  readonly username?: string;
  readonly password?: string;
  /** In place of a password. */
  readonly identitytoken?: string;
}

/**
 * @param registry host, with its port where that is not the scheme's own
 * @throws {UsageError} where there is no login for it
 */
export async function dockerCredentials(host: Host, registry: string): Promise<HarborCredentials> {
  const path = configPath(host);
  const config = await read(host, path);
  const helper = ofRegistry(config.credHelpers, registry) ?? config.credsStore;
  const found = helper
    ? await fromHelper(host, helper, registry)
    : fromEntry(ofRegistry(config.auths, registry), registry);
  if (found) return { kind: "basic", ...found };
  throw new UsageError(`${path} has no login for ${registry}: docker login ${registry} makes one`);
}

type Login = { readonly username: string; readonly password: string };

function configPath({ env, platform }: Host): string {
  const folder = env.get("DOCKER_CONFIG");
  if (folder) return `${folder}/config.json`;
  const home = env.get(platform.os === "windows" ? "USERPROFILE" : "HOME") ?? "";
  return `${home}/.docker/config.json`;
}

async function read({ files }: Host, path: string): Promise<DockerConfig> {
  try {
    return JSON.parse(await files.readText(path)) ?? {};
  } catch (error) {
    // A parser's message would repeat a part of what it read.
    const reason = error instanceof FileError ? error.message : `${path} is not JSON`;
    throw new UsageError(`--docker-config: ${reason}`);
  }
}

/** Some are stored as URLs: `https://harbor.example.com/v2/`. */
function ofRegistry<T>(all: Readonly<Record<string, T>> = {}, registry: string): T | undefined {
  const hostOf = (name: string) =>
    name.replace(/^https?:\/\//, "").replace(/\/.*$/, "").replace(/:443$/, "");
  return Object.entries(all).find(([name]) => hostOf(name) === registry)?.[1];
}

function fromEntry(entry: Entry | undefined, registry: string): Login | undefined {
  if (!entry) return undefined;
  if (entry.identitytoken) throw identityToken(registry);
  const text = Buffer.from(entry.auth ?? "", "base64").toString();
  const at = text.indexOf(":");
  if (at > 0) return { username: text.slice(0, at), password: text.slice(at + 1) };
  const { username = "", password = "" } = entry;
  return username === "" || password === "" ? undefined : { username, password };
}

/** The program reads the registry's name, and prints what it keeps for it. */
async function fromHelper(
  host: Host,
  helper: string,
  registry: string,
): Promise<Login | undefined> {
  const command = `docker-credential-${helper}`;
  const env = host.env.all();
  const { code, stdout } = await host.exec({
    ...{ command, args: ["get"], env, input: registry },
    ...{ inheritStdin: false, isSilent: true },
  }).catch(() => {
    throw new UsageError(
      `--docker-config: ${command}, which docker's configuration names, can't be run`,
    );
  });
  if (code !== 0) return undefined;
  const { Username: username = "", Secret: password = "" } = parsed(stdout);
  if (username === "<token>") {
    throw identityToken(registry);
  }
  return username === "" || password === "" ? undefined : { username, password };
}

function identityToken(registry: string): UsageError {
  return new UsageError(
    `--docker-config: for ${registry} docker keeps an identity token, which Harbor's API does not take: give HARBOR_USERNAME and HARBOR_PASSWORD`,
  );
}

function parsed(text: string): { Username?: string; Secret?: string } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
