/** The kubeconfig's `auth-provider`. Source: k8s.io/client-go/plugin/pkg/client/auth. */

import type { Host } from "../../host.ts";
import { bearer, type Credentials } from "./credentials.ts";
import { ConfigError } from "../api/errors.ts";
import type { User } from "../kubeconfig/kubeconfig.ts";
import { isFresh, refreshIdToken } from "./oidc.ts";

type AuthProvider = NonNullable<User["authProvider"]>;

const removed: Readonly<Record<string, string>> = {
  gcp: `Please use the "gke-gcloud-auth-plugin" kubectl/client-go credential plugin instead.
See https://cloud.google.com/blog/products/containers-kubernetes/kubectl-auth-changes-in-gke for further details`,
  azure:
    `Please use the https://github.com/Azure/kubelogin kubectl/client-go credential plugin instead.
See https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins for further details`,
};

/** Some providers take the old one back at that moment, and kubectl has no other. */
const replaced =
  "the OpenID Connect provider replaced the kubeconfig's refresh token, and this program writes no file: kubectl may ask to log in again";

/**
 * OpenID Connect: the kubeconfig's id-token while it is valid, then one that the refresh token
 * brings. What the identity provider gives is kept in memory only.
 * @param warn is told where that costs the user the next login
 * @throws {ConfigError} in kubectl's words for any other provider, and for one that lacks a setting
 */
export function openAuthProvider(
  host: Host,
  { name, config }: AuthProvider,
  warn: (text: string) => void = () => {},
): Omit<Credentials, "certificate"> {
  if (removed[name]) {
    throw new ConfigError(`error: The ${name} auth plugin has been removed.\n${removed[name]}`);
  }
  if (name !== "oidc") throw new ConfigError(`error: no Auth Provider found for name "${name}"`);
  for (const needed of ["idp-issuer-url", "client-id"]) {
    if (!config[needed]) throw new ConfigError(`error: Must provide ${needed}`);
  }
  let idToken = config["id-token"] ?? "";
  let refreshToken = config["refresh-token"] ?? "";
  let refreshing: Promise<void> | undefined;

  async function refresh(): Promise<void> {
    const answer = await refreshIdToken(host, config, refreshToken);
    idToken = answer.idToken;
    if (answer.refreshToken === undefined || answer.refreshToken === refreshToken) return;
    refreshToken = answer.refreshToken;
    warn(replaced);
  }
  return {
    async authorization() {
      if (!isFresh(idToken, host.now())) {
        await (refreshing ??= refresh().finally(() => refreshing = undefined));
      }
      return bearer(idToken, "the OpenID Connect provider");
    },
    async renew() {
      if (refreshToken === "") return false;
      await (refreshing ??= refresh().finally(() => refreshing = undefined));
      return true;
    },
  };
}
