/** `serve --manifests`: prints what runs the receiver in a cluster, and asks no cluster for it. */

import { BINARY_NAME, buildInfo } from "../../../about.ts";
import { encodeYaml } from "../../../output/yaml.ts";
import { memoryLimit } from "../../../receiver/limits/memory.ts";
import { chartValues, receiverManifests } from "../../../receiver/manifests/manifests.ts";
import type { IngressOptions } from "../../../receiver/manifests/options.ts";
import { flags, type ServeValues } from "./flags.ts";
import type { CommandContext } from "../../context.ts";
import { flagName } from "../../flags/flags.ts";
import { drainReserve, parseServe } from "./config.ts";
import { manifestOnly } from "./refused_flags.ts";
import { UsageError } from "../../usage_error.ts";

/** Flags that mean the same in a cluster, and go into the container's arguments. */
export const passedOn = [
  "bodyTimeout",
  "clusterName",
  "headerTimeout",
  "hooks",
  "idleTimeout",
  "ignoreEvents",
  "logFormat",
  "maxBodyBytes",
  "maxConnectionAge",
  "maxConnections",
  "maxConnectionsPerAddress",
  "maxHeaderBytes",
  "maxInFlight",
  "rateLimit",
  "requestTimeout",
  "serveCluster",
  "shutdownDelay",
  "unauthorizedTtl",
  "unknownRateLimit",
  "window",
] as const satisfies readonly (keyof ServeValues)[];

/** What the receiver itself takes none of. */
const nothing = {
  ...Object.fromEntries(manifestOnly.map((key) => [key, flags[key].fallback])),
  namespace: undefined,
} as Partial<ServeValues>;

/** Time for load balancers to see that a Pod is not ready any more. */
export const shutdownDelay = "5s";
/** Beyond what the receiver takes to end. */
const spareSeconds = 15;

/** @throws {UsageError} */
export function printManifests({ host }: CommandContext, values: ServeValues): void {
  refuseFixed(values);
  // What goes into the container's arguments is checked here rather than there.
  const config = parseServe({ ...values, ...nothing, shutdownDelay: delayOf(values) });
  const options = {
    name: BINARY_NAME,
    namespace: values.namespace,
    ingress: ingressOptions(values),
    image: values.image === undefined ? buildInfo().image : imageName(values.image),
    imagePullSecrets: values.imagePullSecret.map((name) => objectName("image-pull-secret", name)),
    kubeconfigConfigMap: kubeconfigConfigMap(values),
    egressPorts: values.egressPort.map(port),
    hooks: values.hooks,
    args: containerArgs(values),
    gracePeriod: Math.ceil((config.shutdownDelay + config.answerTime + drainReserve) / 1_000) +
      spareSeconds,
    memory: memoryLimit({
      maxConnections: config.maxConnections,
      headBytes: config.connection.headBytes,
      maxInFlight: config.maxInFlight,
      keepsBodies: values.hooks || config.ignoreEvents.length > 0,
    }),
  };
  host.stdout.write(receiverManifests(options).map(encodeYaml).join("---\n"));
  if (!values.noIngress) return;
  const text = encodeYaml(chartValues(options));
  host.stderr.write(
    `Give Kubeapps' own chart these values, in the same namespace:\n\n${text}`,
  );
}

function refuseFixed(values: ServeValues): void {
  const known: readonly string[] = [...passedOn, ...manifestOnly, "manifests", "namespace"];
  const other = changed(values).find((key) => !known.includes(key));
  if (other === undefined) return;
  throw new UsageError(
    `--${flagName(other)} makes no sense with --manifests: in a cluster that is fixed`,
  );
}

function ingressOptions(values: ServeValues): IngressOptions | undefined {
  const { host, noIngress, ingressClass, ingressAnnotation, tlsSecret } = values;
  if (noIngress) {
    const given = (["host", "ingressClass", "ingressAnnotation", "tlsSecret"] as const)
      .find((key) => (values[key]?.length ?? 0) > 0);
    if (given === undefined) return undefined;
    throw new UsageError(`--${flagName(given)} is for an Ingress, and --no-ingress makes none`);
  }
  if (host === undefined) {
    throw new UsageError("--manifests needs --host, Kubeapps' own host name, or --no-ingress");
  }
  checkHost(host);
  return {
    host,
    className: ingressClass === undefined ? undefined : objectName("ingress-class", ingressClass),
    annotations: annotations(ingressAnnotation),
    tlsSecret: tlsSecret === undefined ? undefined : objectName("tls-secret", tlsSecret),
  };
}

function annotations(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(pairs.map((pair) => {
    const [, key, value = ""] =
      /^((?:[a-z0-9.-]+\/)?[A-Za-z0-9][-A-Za-z0-9_.]*)=(.*)$/s.exec(pair) ??
        [];
    if (key !== undefined) return [key, value];
    throw new UsageError(`--ingress-annotation wants KEY=VALUE, not ${JSON.stringify(pair)}`);
  }));
}

function kubeconfigConfigMap(
  { kubeconfigConfigMap: name, serveCluster }: ServeValues,
): string | undefined {
  if (serveCluster.length > 0 && name === undefined) {
    throw new UsageError(
      "--serve-cluster with --manifests needs --kubeconfig-config-map: the contexts must be in the cluster",
    );
  }
  if (name !== undefined && serveCluster.length === 0) {
    throw new UsageError("--kubeconfig-config-map needs --serve-cluster with it");
  }
  return name === undefined ? undefined : objectName("kubeconfig-config-map", name);
}

function objectName(flag: string, name: string): string {
  if (/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) return name;
  throw new UsageError(`--${flag} wants the name of an object, not ${JSON.stringify(name)}`);
}

function imageName(image: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._:/@-]*$/.test(image)) return image;
  throw new UsageError(`--image wants the name of an image, not ${JSON.stringify(image)}`);
}

function port(text: string): number {
  const number = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= 65_535) return number;
  throw new UsageError(`--egress-port must be from 1 to 65535, not ${JSON.stringify(text)}`);
}

function changed(values: ServeValues): (keyof ServeValues)[] {
  return (Object.keys(flags) as (keyof ServeValues)[]).filter((key) =>
    String(values[key] ?? "") !== String(flags[key].fallback ?? "")
  );
}

function containerArgs(values: ServeValues): string[] {
  const given = changed(values);
  const others = passedOn.filter((key) => given.includes(key) && key !== "shutdownDelay");
  return [
    ...others.flatMap((key) => {
      if (key === "hooks") return ["--hooks"];
      const each = key === "serveCluster" ? values[key] : [String(values[key])];
      return each.map((value) => `--${flagName(key)}=${value}`);
    }),
    `--shutdown-delay=${delayOf(values)}`,
  ];
}

function delayOf(values: ServeValues): string {
  return changed(values).includes("shutdownDelay") ? values.shutdownDelay : shutdownDelay;
}

function checkHost(name: string): void {
  if (/^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name)) return;
  throw new UsageError(`--host wants a host name alone, not ${JSON.stringify(name)}`);
}
