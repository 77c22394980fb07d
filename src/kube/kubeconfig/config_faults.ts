/**
 * Looks at a user and a cluster of the kubeconfig before they are used, and reads their files.
 * Source: k8s.io/client-go/tools/clientcmd/validation.go.
 */

import type { Host } from "../../host.ts";
import { ConfigError } from "../api/errors.ts";
import type { Cluster, ExecConfig, User } from "./kubeconfig.ts";
import { withShownPath } from "./shown_path.ts";
import { proxyUrlFault } from "../transport/proxy.ts";

/** The entry with its files read, and all that is wrong with it, in client-go's words. */
export interface Checked<T> {
  readonly value: T;
  readonly faults: readonly string[];
}

type Files = Pick<Host, "files">;

/** One fault is a line of its own, several are a list, as kubectl prints them. */
export function configurationError(faults: readonly string[]): ConfigError {
  const [first = ""] = faults;
  if (faults.length > 1) {
    return new ConfigError(
      ["Error in configuration: ", ...faults.map((fault) => `* ${fault}`)].join("\n"),
    );
  }
  const ofContext = first.startsWith("context was not found");
  return new ConfigError(`${ofContext ? "Error in configuration" : "error"}: ${first}`);
}

export async function checkUser(host: Files, user: User, name: string): Promise<Checked<User>> {
  const faults: string[] = [];
  const value = user.clientCertificate || user.clientCertificateData
    ? await readKeyPair(host, user, name, faults)
    // A key alone is no credential.
    : { ...user, clientKey: undefined, clientKeyData: undefined };
  if (user.exec) faults.push(...execFaults(user.exec, user.authProvider !== undefined, name));
  const basic = user.username !== undefined || user.password !== undefined;
  if (basic && user.token !== undefined) {
    faults.push(
      `more than one authentication method found for ${name}; found [token basicAuth], only one is allowed`,
    );
  } else if (basic && user.tokenFile !== undefined) {
    faults.push("username/password or bearer token may be set, but not both");
  }
  if (user.impersonate && user.impersonate.user === undefined) {
    faults.push(
      `requesting uid, groups or user-extra for ${name} without impersonating a user`,
    );
  }
  return { value, faults };
}

async function readKeyPair(
  host: Files,
  user: User,
  name: string,
  faults: string[],
): Promise<User> {
  const { clientCertificate, clientCertificateData, clientKey, clientKeyData } = user;
  if (clientCertificate && clientCertificateData) {
    faults.push(
      `client-cert-data and client-cert are both specified for ${name}. client-cert-data will override.`,
    );
  }
  if (clientKey && clientKeyData) {
    faults.push(
      `client-key-data and client-key are both specified for ${name}; client-key-data will override`,
    );
  }
  if (!clientKey && !clientKeyData) {
    faults.push(
      `client-key-data or client-key must be specified for ${name} to use the clientCert authentication method.`,
    );
  }
  return {
    ...user,
    clientCertificateData: clientCertificateData ??
      await read(host, clientCertificate, `client-cert ${clientCertificate} for ${name}`, faults),
    clientKeyData: clientKeyData ??
      await read(host, clientKey, `client-key ${clientKey} for ${name}`, faults),
  };
}

function execFaults(exec: ExecConfig, withProvider: boolean, name: string): string[] {
  const faults: string[] = [];
  const use = `must be specified for ${name} to use exec authentication plugin`;
  if (withProvider) {
    faults.push(`authProvider cannot be provided in combination with an exec plugin for ${name}`);
  }
  if (exec.command === "") faults.push(`command ${use}`);
  if (exec.apiVersion === "") faults.push(`apiVersion ${use}`);
  if (Object.hasOwn(exec.env, "")) faults.push(`env variable name ${use}`);
  const mode = exec.interactiveMode;
  if (mode === undefined) {
    faults.push(`interactiveMode ${use}`);
  } else if (!["Never", "IfAvailable", "Always"].includes(mode)) {
    faults.push(`invalid interactiveMode for ${name}: "${mode}"`);
  }
  return faults;
}

export async function checkCluster(
  host: Files,
  cluster: Cluster,
  name: string,
): Promise<Checked<Cluster>> {
  const faults: string[] = [];
  const { certificateAuthority: path, certificateAuthorityData, proxyUrl } = cluster;
  const wrong = proxyUrl === undefined ? undefined : proxyUrlFault(proxyUrl);
  if (wrong) faults.push(`invalid 'proxy-url' for cluster "${name}": ${wrong}`);
  if (path && certificateAuthorityData) {
    faults.push(
      `certificate-authority-data and certificate-authority are both specified for ${name}. certificate-authority-data will override.`,
    );
  }
  const ca = await read(host, path, `certificate-authority ${path} for ${name}`, faults);
  const value = { ...cluster, certificateAuthorityData: certificateAuthorityData ?? ca };
  return { value, faults };
}

async function read(
  host: Files,
  path: string | undefined,
  what: string,
  faults: string[],
): Promise<string | undefined> {
  if (!path) return undefined;
  try {
    return await host.files.readText(path);
  } catch (error) {
    const text = `unable to read ${what} due to ${error instanceof Error ? error.message : error}`;
    faults.push(withShownPath(text, path));
    return undefined;
  }
}
