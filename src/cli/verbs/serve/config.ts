/** What the flags of `serve` mean, checked. */

import type { ConnectionFlags } from "../../../kube/kubeconfig/connection_flags.ts";
import type { CallerLimitsOptions } from "../../../receiver/limits/caller_limits.ts";
import type { CertificatePaths } from "../../../receiver/certificate_files.ts";
import type { ConnectionLimits } from "../../../receiver/http/connection.ts";
import type { LogFormat } from "../../../receiver/request_log.ts";
import type { ServeValues } from "./flags.ts";
import { refuseCredentials, refuseMeaningless } from "./refused_flags.ts";
import { completeConnectionFlags } from "../../flags/connection_flags.ts";
import { parseDuration } from "../../flags/duration.ts";
import { flagName } from "../../flags/flags.ts";
import { splitOnce } from "../../flags/pflag.ts";
import { UsageError } from "../../usage_error.ts";

/** Times in ms, sizes in bytes. */
export interface ServeConfig {
  readonly address: string;
  readonly port: number;
  readonly metricsPort: number;
  readonly certificate?: CertificatePaths;
  /** The flags for each cluster's connection, by the cluster's name. */
  readonly clusters: ReadonlyMap<string, ConnectionFlags>;
  readonly window: number;
  readonly answerTime: number;
  readonly shutdownDelay: number;
  readonly ignoreEvents: readonly string[];
  /** Whether what a request is answered may depend on its body. */
  readonly keepsBodies: boolean;
  /** Of the receiver's own account; undefined where hooks are not served. */
  readonly hooksTokenFile?: string;
  readonly logFormat: LogFormat;
  readonly connection: ConnectionLimits;
  readonly caller: CallerLimitsOptions;
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  readonly maxInFlight: number;
}

/** Harbor waits 3 seconds. */
const answerTime = 2_800;
const longestWindow = 2_500;
/** Milliseconds beyond the answers' own time in which they must have been taken. */
export const drainReserve = 5_000;
/** Connections, requests, refreshes a second: more is a typing error. */
const mostOfAnything = 100_000;
/** Milliseconds; a timer of the runtime holds no more than 24 days. */
const longestTime = 24 * 3_600_000;

/** @throws {UsageError} */
export function parseServe(values: ServeValues): ServeConfig {
  refuseCredentials(values);
  refuseMeaningless(values);
  const { logFormat, ignoreEvents } = values;
  if (logFormat !== "json" && logFormat !== "text") {
    fail(`--log-format must be json or text, not ${JSON.stringify(logFormat)}`);
  }
  const window = duration(values, "window");
  if (window > longestWindow) fail("--window can be 2.5s at most: Harbor waits 3s for an answer");
  const connection = completeConnectionFlags(values);
  const ignored = ignoreEvents.filter((pattern) => pattern !== "");
  return {
    address: values.address,
    port: within(values, "port", 0, 65_535),
    metricsPort: within(values, "metricsPort", 0, 65_535),
    certificate: certificatePaths(values),
    clusters: clusterFlags(values, connection),
    window,
    answerTime: connection.requestTimeout || answerTime,
    shutdownDelay: duration(values, "shutdownDelay"),
    ignoreEvents: ignored,
    keepsBodies: values.hooks || ignored.length > 0,
    hooksTokenFile: hooksTokenFile(values),
    logFormat,
    connection: connectionLimits(values),
    caller: {
      rate: within(values, "rateLimit", 1, mostOfAnything),
      unknownRate: within(values, "unknownRateLimit", 1, mostOfAnything),
      rememberUnauthorized: duration(values, "unauthorizedTtl"),
    },
    maxConnections: within(values, "maxConnections", 1, mostOfAnything),
    maxConnectionsPerAddress: within(values, "maxConnectionsPerAddress", 1, mostOfAnything),
    maxInFlight: within(values, "maxInFlight", 1, mostOfAnything),
  };
}

/** Where Kubernetes puts a Pod's own token. */
const ownTokenFile = "/var/run/secrets/kubernetes.io/serviceaccount/token";

function hooksTokenFile({ hooks, hooksTokenFile: path }: ServeValues): string | undefined {
  if (!hooks && path !== undefined) fail("--hooks-token-file needs --hooks");
  return hooks ? path ?? ownTokenFile : undefined;
}

function connectionLimits(values: ServeValues): ConnectionLimits {
  return {
    headBytes: within(values, "maxHeaderBytes", 4_096, 1_048_576),
    headTime: duration(values, "headerTimeout", 100),
    bodyBytes: within(values, "maxBodyBytes", 0, 32 * 1_048_576),
    bodyTime: duration(values, "bodyTimeout", 100),
    idleTime: duration(values, "idleTimeout"),
    connectionTime: duration(values, "maxConnectionAge"),
  };
}

function certificatePaths(values: ServeValues): CertificatePaths | undefined {
  const { tlsCertFile: cert, tlsPrivateKeyFile: key } = values;
  if (cert === undefined && key === undefined) return undefined;
  if (cert !== undefined && key !== undefined) return { cert, key };
  fail("--tls-cert-file and --tls-private-key-file must be given together");
}

const clusterPattern = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

function clusterFlags(
  { clusterName, serveCluster }: ServeValues,
  flags: ConnectionFlags,
): Map<string, ConnectionFlags> {
  if (!clusterPattern.test(clusterName)) {
    fail(`--cluster-name wants a name, not ${JSON.stringify(clusterName)}`);
  }
  const clusters = new Map([[clusterName, flags]]);
  for (const pair of serveCluster) {
    const [name, context = ""] = splitOnce(pair);
    if (!clusterPattern.test(name) || context === "") {
      fail(`--serve-cluster wants NAME=CONTEXT, not ${JSON.stringify(pair)}`);
    }
    if (clusters.has(name)) {
      fail(`--serve-cluster names ${name} twice; "${clusterName}" is always there`);
    }
    clusters.set(name, { kubeconfig: flags.kubeconfig, context });
  }
  return clusters;
}

type KeysOf<Value> = {
  [Key in keyof ServeValues]: ServeValues[Key] extends Value ? Key : never;
}[keyof ServeValues];

function duration(values: ServeValues, key: KeysOf<string>, least = 0): number {
  const ms = parseDuration(values[key]);
  if (ms === undefined || ms < 0) {
    fail(
      `--${flagName(key)} wants a duration such as 1s or 500ms, not ${JSON.stringify(values[key])}`,
    );
  }
  if (ms >= least && ms <= longestTime) return ms;
  fail(`--${flagName(key)} must be from ${least}ms to 24h, not ${values[key]}`);
}

function within(
  values: ServeValues,
  key: KeysOf<number>,
  least: number,
  most: number,
): number {
  const value = values[key];
  if (value >= least && value <= most) return value;
  fail(`--${flagName(key)} must be from ${least} to ${most}, not ${value}`);
}

function fail(message: string): never {
  throw new UsageError(message);
}
