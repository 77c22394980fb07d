/** Who asks Harbor, from the environment, stdin or docker's configuration: never from a flag's value. */

import type { HarborCredentials } from "../../harbor/credentials.ts";
import type { Host } from "../../host.ts";
import { UsageError } from "../usage_error.ts";
import type { HarborValues } from "./flags.ts";

type Values = Pick<HarborValues, "dockerConfig" | "harborPasswordStdin" | "harborUsername">;

/**
 * @param address of Harbor
 * @throws {UsageError} where nobody is named, or more than one
 */
export async function harborCredentials(
  host: Host,
  values: Values,
  address: string,
): Promise<HarborCredentials> {
  const { dockerConfig, harborPasswordStdin } = values;
  const { username, password, token } = environment(host, values);
  if (dockerConfig && harborPasswordStdin) {
    throw new UsageError("--docker-config and --harbor-password-stdin exclude each other");
  }
  if (dockerConfig) {
    if (values.harborUsername !== undefined) {
      throw new UsageError("--docker-config and --harbor-username exclude each other");
    }
    const { dockerCredentials } = await import("./docker_config.ts");
    return await dockerCredentials(host, new URL(address).host);
  }
  if (harborPasswordStdin) {
    if (username === undefined) throw unnamed("--harbor-password-stdin");
    return { kind: "basic", username, password: await passwordOnStdin(host) };
  }
  if (token !== undefined && password !== undefined) {
    throw new UsageError("HARBOR_TOKEN and HARBOR_PASSWORD are both set: unset one of them");
  }
  if (token !== undefined && values.harborUsername !== undefined) {
    throw new UsageError("HARBOR_TOKEN says who asks: unset it, or leave --harbor-username out");
  }
  if (token !== undefined) return { kind: "bearer", token: sendable("HARBOR_TOKEN", token) };
  if (password === undefined) throw nobody();
  if (username === undefined) throw unnamed("HARBOR_PASSWORD");
  return { kind: "basic", username, password };
}

function environment({ env }: Host, { harborUsername }: Values) {
  const set = (name: string) => env.get(name) || undefined;
  return {
    username: harborUsername ?? set("HARBOR_USERNAME"),
    password: set("HARBOR_PASSWORD"),
    token: set("HARBOR_TOKEN"),
  };
}

async function passwordOnStdin({ stdin }: Host): Promise<string> {
  if (stdin.isTerminal) {
    throw new UsageError(
      "--harbor-password-stdin wants the password in a pipe or from a file: on a terminal it would be shown",
    );
  }
  const password = (await stdin.readText()).replace(/\r?\n$/, "");
  if (password !== "") return password;
  throw new UsageError("--harbor-password-stdin: there was nothing on stdin");
}

/** A line break in it would be a header of its own. */
function sendable(name: string, token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new UsageError(`${name} has characters that no HTTP header can carry`);
}

function unnamed(what: string): UsageError {
  return new UsageError(`${what} needs a user: set HARBOR_USERNAME or give --harbor-username`);
}

function nobody(): UsageError {
  return new UsageError(
    "Harbor wants to know who asks: set HARBOR_USERNAME and HARBOR_PASSWORD (a robot account will do), or HARBOR_TOKEN, or give --harbor-password-stdin or --docker-config",
  );
}
