/** `serve --manifests`: prints what runs the receiver in a cluster, and asks no cluster for it. */

import { BINARY_NAME } from "../../../about.ts";
import { encodeYaml } from "../../../output/yaml.ts";
import { receiverManifests } from "../../../receiver/manifests.ts";
import { flags, type ServeValues } from "./flags.ts";
import type { CommandContext } from "../../context.ts";
import { flagName } from "../../flags/flags.ts";
import { parseServe } from "./config.ts";
import { UsageError } from "../../usage_error.ts";

/** Flags that mean the same in a cluster, and go into the container's arguments. */
const passedOn = [
  "bodyTimeout",
  "headerTimeout",
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
  "shutdownDelay",
  "unauthorizedTtl",
  "unknownRateLimit",
  "window",
] as const satisfies readonly (keyof ServeValues)[];

const ofManifests = [
  "host",
  "image",
  "ingressClass",
  "manifests",
  "namespace",
  "tlsSecret",
] as const;

const noManifests = {
  host: undefined,
  image: undefined,
  ingressClass: undefined,
  namespace: undefined,
  tlsSecret: undefined,
};

/** Time for load balancers to see that a Pod is not ready any more. */
const shutdownDelay = "5s";

/** @throws {UsageError} */
export function printManifests({ host }: CommandContext, values: ServeValues): void {
  const others = changed(values).filter((key) =>
    !([...passedOn, ...ofManifests] as readonly string[]).includes(key)
  );
  if (others[0] !== undefined) {
    throw new UsageError(
      `--${flagName(others[0])} makes no sense with --manifests: in a cluster that is fixed`,
    );
  }
  const { host: name, image } = values;
  if (name === undefined || image === undefined) {
    throw new UsageError("--manifests needs --host, Kubeapps' own host name, and --image");
  }
  checkHost(name);
  // What goes into the container's arguments is checked here rather than there.
  parseServe({ ...values, ...noManifests });
  const objects = receiverManifests({
    name: BINARY_NAME,
    namespace: values.namespace,
    host: name,
    image,
    ingressClass: values.ingressClass,
    tlsSecret: values.tlsSecret,
    args: containerArgs(values),
  });
  host.stdout.write(objects.map(encodeYaml).join("---\n"));
}

function changed(values: ServeValues): (keyof ServeValues)[] {
  return (Object.keys(flags) as (keyof ServeValues)[]).filter((key) =>
    String(values[key] ?? "") !== String(flags[key].fallback ?? "")
  );
}

function containerArgs(values: ServeValues): string[] {
  const given = changed(values);
  const args = passedOn.filter((key) => given.includes(key)).map((key) =>
    `--${flagName(key)}=${values[key]}`
  );
  return given.includes("shutdownDelay") ? args : [...args, `--shutdown-delay=${shutdownDelay}`];
}

function checkHost(name: string): void {
  if (/^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name)) return;
  throw new UsageError(`--host wants a host name alone, not ${JSON.stringify(name)}`);
}
