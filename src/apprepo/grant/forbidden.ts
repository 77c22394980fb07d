/** Says which right is missing where the API server refused. */

import { ApiError } from "../../kube/api/errors.ts";

/** @returns undefined where the error is no refusal for want of rights */
export function missingRight(error: unknown): string | undefined {
  if (!(error instanceof ApiError) || error.code !== 403) return undefined;
  const message = error.status.message ?? "";
  if (message.includes("not currently held")) {
    return `You may not give rights that you don't hold yourself: get and update of apprepositories.kubeapps.com${
      heldWhere(message)
    }.`;
  }
  const said =
    /cannot (\S+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)")?/.exec(
      message,
    );
  if (!said) return undefined;
  const [, verb, resource, group, namespace] = said;
  const where = namespace ? ` in namespace "${namespace}"` : ", which takes rights on the cluster";
  return `You lack the right to ${verb} ${resource}${group ? `.${group}` : ""}${where}.`;
}

/** The API server names the namespace of the binding only in its kind of quotes, if at all. */
function heldWhere(message: string): string {
  const namespace = /Namespace:\s*"([^"]+)"/.exec(message)?.[1];
  return namespace ? ` in namespace "${namespace}"` : "";
}

/** The API server knows no such policies, or lets the caller not make them. */
export function isUnavailable(error: unknown): error is ApiError {
  return error instanceof ApiError && (error.code === 403 || error.isUnknownType);
}
