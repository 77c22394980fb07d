// A kubeconfig with one cluster, one user, one context.

import { dump } from "js-yaml";
import type { ApiUser } from "./api.ts";

/** @returns YAML, everything embedded, as `kubectl config view --raw --minify` would show it */
export function kubeconfig(user: ApiUser, namespace?: string): string {
  const credentials = {
    ...(user.certificate ? { "client-certificate-data": btoa(user.certificate) } : {}),
    ...(user.key ? { "client-key-data": btoa(user.key) } : {}),
    ...(user.token ? { token: user.token } : {}),
  };
  const cluster = { server: user.server, "certificate-authority-data": btoa(user.ca) };
  const context = { cluster: "testcluster", user: "user", ...(namespace ? { namespace } : {}) };
  return dump({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "testcluster", cluster }],
    users: [{ name: "user", user: credentials }],
    contexts: [{ name: "testcluster", context }],
    "current-context": "testcluster",
  });
}
