/** Flags that make no sense for a receiver that serves, and why. */

import { flagName } from "../../flags/flags.ts";
import { UsageError } from "../../usage_error.ts";
import type { ServeValues } from "./flags.ts";

const credentialFlags = [
  "as",
  "asGroup",
  "asUid",
  "asUserExtra",
  "clientCertificate",
  "clientKey",
  "password",
  "token",
  "user",
  "username",
] as const;

/** @throws {UsageError} */
export function refuseCredentials(values: ServeValues): void {
  const given = credentialFlags.find((key) => isGiven(values[key]));
  if (given === undefined) return;
  fail(
    `--${
      flagName(given)
    } makes no sense for serve: it has no rights of its own and passes on the tokens of its callers`,
  );
}

/** Flags that say how the receiver stands in a cluster. */
export const manifestOnly = [
  "egressPort",
  "host",
  "image",
  "imagePullSecret",
  "ingressAnnotation",
  "ingressClass",
  "kubeconfigConfigMap",
  "noIngress",
  "tlsSecret",
] as const satisfies readonly (keyof ServeValues)[];

/** @throws {UsageError} */
export function refuseMeaningless(values: ServeValues): void {
  for (const key of manifestOnly) {
    if (isGiven(values[key])) fail(`--${flagName(key)} is for --manifests`);
  }
  if (isGiven(values.namespace)) {
    fail("--namespace is for --manifests: the path of each request names one");
  }
  if (values.warningsAsErrors || values.v > 0) {
    const name = values.v > 0 ? "-v" : "--warnings-as-errors";
    fail(`${name} makes no sense for serve: it logs a line a request`);
  }
}

function isGiven(value: string | readonly string[] | boolean | undefined): boolean {
  return typeof value === "boolean" ? value : value !== undefined && value.length > 0;
}

function fail(message: string): never {
  throw new UsageError(message);
}
