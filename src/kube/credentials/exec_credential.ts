/** The two halves of the exec plugin protocol: what the command is told, and what it prints. */

import { checkedClientCertificate } from "./client_certificate.ts";
import { bearer, type ClientCertificate } from "./credentials.ts";
import { ConfigError } from "../api/errors.ts";
import { Fields } from "../kubeconfig/fields.ts";
import type { Cluster, ExecConfig } from "../kubeconfig/kubeconfig.ts";
import { parseYaml } from "../kubeconfig/yaml.ts";

/** The cluster that the credentials are for; paths in it have been read. */
export interface ExecTarget extends Cluster {
  readonly server: string;
}

/** The value of KUBERNETES_EXEC_INFO. */
export function encodeExecInfo(
  exec: ExecConfig,
  target: ExecTarget,
  interactive: boolean,
): string {
  const cluster = exec.provideClusterInfo ? clusterInfo(target) : undefined;
  return JSON.stringify({
    kind: "ExecCredential",
    apiVersion: exec.apiVersion,
    spec: { cluster, interactive },
  });
}

function clusterInfo(target: ExecTarget): Record<string, unknown> {
  return {
    server: target.server,
    "tls-server-name": target.tlsServerName,
    "insecure-skip-tls-verify": target.insecureSkipTlsVerify || undefined,
    "certificate-authority-data": target.certificateAuthorityData === undefined
      ? undefined
      : base64(target.certificateAuthorityData),
    "proxy-url": target.proxyUrl,
    "disable-compression": target.disableCompression || undefined,
    config: plain(target.execConfig ?? null, { left: mostValues }),
  };
}

const mostValues = 2_000;

/**
 * A copy without the shared parts that YAML's anchors make: written out, a few lines could become
 * gigabytes, or have no end.
 */
function plain(value: unknown, budget: { left: number }): unknown {
  if (budget.left-- === 0) {
    throw new ConfigError(
      `error: the cluster's exec extension in the kubeconfig has more than ${mostValues} values, or no end`,
    );
  }
  if (Array.isArray(value)) return value.map((item) => plain(item, budget));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, plain(inner, budget)]),
  );
}

/**
 * @param stdout what the command printed
 * @throws {ConfigError} in client-go's words, without quoting what was printed
 */
export function readExecCredential(
  exec: ExecConfig,
  stdout: string,
): { authorization?: string; certificate?: ClientCertificate; expiresAt?: number } {
  const { token, cert, key, expiresAt } = decode(exec, stdout);
  if (token === undefined && cert === undefined && key === undefined) {
    throw fault("exec plugin didn't return a token or cert/key pair");
  }
  if ((cert === undefined) !== (key === undefined)) {
    throw fault("exec plugin returned only certificate or key, not both");
  }
  const authorization = token === undefined ? undefined : bearer(token, `${exec.command} (exec)`);
  if (cert === undefined || key === undefined) return { authorization, expiresAt };
  return { authorization, certificate: checked({ cert, key }), expiresAt };
}

function checked(certificate: ClientCertificate): ClientCertificate {
  try {
    return checkedClientCertificate(certificate);
  } catch (error) {
    throw fault(`failed parsing client key/certificate: ${(error as Error).message}`);
  }
}

function decode(exec: ExecConfig, stdout: string) {
  const root = parse(stdout);
  const apiVersion = root.string("apiVersion") ?? "client.authentication.k8s.io/__internal";
  if (apiVersion !== exec.apiVersion) {
    throw fault(
      `exec plugin is configured to use API version ${exec.apiVersion}, plugin returned version ${apiVersion}`,
    );
  }
  try {
    const kind = root.string("kind") ?? "ExecCredential";
    if (kind !== "ExecCredential") throw new Error(`kind is not "ExecCredential"`);
    const status = root.fields("status");
    if (status === undefined) throw fault("exec plugin didn't return a status field");
    return {
      token: status.string("token"),
      cert: status.string("clientCertificateData"),
      key: status.string("clientKeyData"),
      expiresAt: time(status.string("expirationTimestamp")),
    };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw fault(`decoding stdout: ${(error as Error).message}`);
  }
}

function parse(stdout: string): Fields {
  try {
    return new Fields(parseYaml(stdout), "");
  } catch {
    throw fault("decoding stdout: it is no JSON or YAML object");
  }
}

/** Go's zero time. */
const neverExpires = Date.parse("0001-01-01T00:00:00Z");

function time(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Error("expirationTimestamp is not a time");
  return at === neverExpires ? undefined : at;
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function fault(reason: string): ConfigError {
  return new ConfigError(`Unable to connect to the server: getting credentials: ${reason}`);
}
