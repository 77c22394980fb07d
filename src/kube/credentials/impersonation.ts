import { ConfigError } from "../api/errors.ts";
import type { Impersonation } from "../kubeconfig/kubeconfig.ts";
import { utf8Bytes } from "./credentials.ts";

/** The headers with which the API server is asked to act as somebody else. */
export function impersonationHeaders(as: Impersonation | undefined): [string, string][] {
  if (as?.user === undefined) return [];
  const headers: [string, string][] = [["Impersonate-User", as.user]];
  if (as.uid !== undefined) headers.push(["Impersonate-Uid", as.uid]);
  for (const group of as.groups ?? []) headers.push(["Impersonate-Group", group]);
  for (const [key, values] of Object.entries(as.extra ?? {})) {
    for (const value of values) headers.push([`Impersonate-Extra-${headerKey(key)}`, value]);
  }
  return headers.map(([name, value]) => [name, headerValue(name, value)]);
}

/** Bytes that no header's name can have are percent-encoded, and so is the percent sign. */
function headerKey(text: string): string {
  return utf8Bytes(text).replace(
    /[^!#$&'*+.^_`|~0-9A-Za-z-]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

/** @throws {ConfigError} where the value has a control character; the runtime would quote it */
function headerValue(name: string, value: string): string {
  // deno-lint-ignore no-control-regex -- these are what is looked for
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(value)) {
    throw new ConfigError(`error: the value of the header ${name} has control characters`);
  }
  return utf8Bytes(value);
}
