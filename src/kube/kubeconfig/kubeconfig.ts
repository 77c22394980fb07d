/**
 * One kubeconfig file as typed values. Unknown fields are ignored and a wrong type is an error, as
 * in client-go (k8s.io/client-go/tools/clientcmd/api/v1).
 */

import { type Dict, Fields } from "./fields.ts";
import { parseYaml } from "./yaml.ts";

export interface Cluster {
  readonly server?: string;
  readonly certificateAuthority?: string;
  /** PEM, decoded. */
  readonly certificateAuthorityData?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly tlsServerName?: string;
  readonly proxyUrl?: string;
  readonly disableCompression?: boolean;
  /** What client-go hands to an exec plugin that wants the cluster's information. */
  readonly execConfig?: unknown;
}

export interface ExecConfig {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly installHint?: string;
  readonly provideClusterInfo: boolean;
  readonly interactiveMode?: string;
}

export interface User {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly clientCertificate?: string;
  readonly clientCertificateData?: string;
  readonly clientKey?: string;
  readonly clientKeyData?: string;
  readonly exec?: ExecConfig;
  readonly authProvider?: {
    readonly name: string;
    readonly config: Readonly<Record<string, string>>;
  };
  readonly impersonate?: Impersonation;
}

export interface Impersonation {
  readonly user?: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export interface Context {
  readonly cluster?: string;
  readonly user?: string;
  readonly namespace?: string;
}

export interface Kubeconfig {
  readonly currentContext?: string;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly users: ReadonlyMap<string, User>;
  readonly contexts: ReadonlyMap<string, Context>;
}

/** Makes a path from the file absolute: it is relative to the file's folder. */
type PathResolver = (path: string) => string;

/**
 * @param absolute makes the paths in the file absolute
 * @param separator of the folders in a path
 * @throws {Error} naming the field and what stands there instead
 */
export function parseKubeconfig(
  text: string,
  absolute: PathResolver,
  separator = "/",
): Kubeconfig {
  const root = new Fields(parseYaml(text) ?? {}, "");
  const { kind = "Config", version = "v1" } = {
    kind: root.string("kind"),
    version: root.string("apiVersion"),
  };
  if (kind !== "Config" || version !== "v1") {
    throw new Error(`no kind "${kind}" is registered for version "${version}"`);
  }
  return {
    currentContext: root.string("current-context"),
    clusters: named(root, "clusters", "cluster", (fields) => cluster(fields, absolute)),
    users: named(root, "users", "user", (fields) => user(fields, absolute, separator)),
    contexts: named(root, "contexts", "context", (fields) => ({
      cluster: fields.string("cluster"),
      user: fields.string("user"),
      namespace: fields.string("namespace"),
    })),
  };
}

function named<T>(
  root: Fields,
  list: string,
  entry: string,
  read: (fields: Fields) => T,
): Map<string, T> {
  const found = new Map<string, T>();
  for (const item of root.list(list)) {
    const name = item.string("name") ?? "";
    if (found.has(name)) throw new Error(`duplicate name "${name}" in ${list}`);
    found.set(name, read(item.fields(entry) ?? new Fields({}, "")));
  }
  return found;
}

function cluster(fields: Fields, absolute: PathResolver): Cluster {
  const extensions = fields.list("extensions");
  const exec = extensions.find((item) =>
    item.string("name") === "client.authentication.k8s.io/exec"
  );
  return {
    server: fields.string("server"),
    certificateAuthority: path(fields, "certificate-authority", absolute),
    certificateAuthorityData: fields.base64("certificate-authority-data"),
    insecureSkipTlsVerify: fields.boolean("insecure-skip-tls-verify"),
    tlsServerName: fields.string("tls-server-name"),
    proxyUrl: fields.string("proxy-url"),
    disableCompression: fields.boolean("disable-compression"),
    execConfig: exec?.any("extension"),
  };
}

function user(fields: Fields, absolute: PathResolver, separator: string): User {
  const provider = fields.fields("auth-provider");
  const exec = fields.fields("exec");
  return {
    token: fields.string("token"),
    tokenFile: path(fields, "tokenFile", absolute),
    username: fields.string("username"),
    password: fields.string("password"),
    clientCertificate: path(fields, "client-certificate", absolute),
    clientCertificateData: fields.base64("client-certificate-data"),
    clientKey: path(fields, "client-key", absolute),
    clientKeyData: fields.base64("client-key-data"),
    exec: exec && execConfig(exec, absolute, separator),
    authProvider: provider && {
      name: provider.string("name") ?? "",
      config: provider.strings("config"),
    },
    impersonate: impersonation(fields),
  };
}

function execConfig(fields: Fields, absolute: PathResolver, separator: string): ExecConfig {
  const command = fields.string("command") ?? "";
  const env: Dict<string> = {};
  for (const item of fields.list("env")) {
    env[item.string("name") ?? ""] = item.string("value") ?? "";
  }
  const apiVersion = fields.string("apiVersion") ?? "";
  const isBeta = apiVersion === "client.authentication.k8s.io/v1beta1";
  return {
    apiVersion,
    // A bare name is looked up in PATH; a path is relative to the file.
    command: command.includes(separator) ? asPath(absolute(command), separator) : command,
    args: fields.stringList("args"),
    env,
    installHint: fields.string("installHint"),
    provideClusterInfo: fields.boolean("provideClusterInfo") ?? false,
    interactiveMode: fields.string("interactiveMode") ?? (isBeta ? "IfAvailable" : undefined),
  };
}

/** Beside a kubeconfig that is named without its folder, it must not turn into a bare name. */
function asPath(command: string, separator: string): string {
  return command.includes(separator) ? command : `.${separator}${command}`;
}

function impersonation(fields: Fields): Impersonation | undefined {
  const found = {
    user: fields.string("as"),
    uid: fields.string("as-uid"),
    groups: fields.stringList("as-groups"),
    extra: fields.stringLists("as-user-extra"),
  };
  const none = found.user === undefined && found.uid === undefined &&
    found.groups.length === 0 && Object.keys(found.extra).length === 0;
  return none ? undefined : found;
}

function path(fields: Fields, name: string, absolute: PathResolver): string | undefined {
  const value = fields.string(name);
  return value === undefined ? undefined : absolute(value);
}
