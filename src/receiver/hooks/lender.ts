/**
 * The one connection on which the receiver is somebody: with its Pod's own account, which has no rights
 * but those that tenants lent. It makes two kinds of requests, whatever else is asked of it.
 */

import { requestToken } from "../../apprepo/grant/token/bound_token.ts";
import { secrets } from "../../apprepo/grant/objects/resources.ts";
import { type HookName, hookObjectName } from "../../apprepo/hook/hook.ts";
import type { HookSecret } from "../../apprepo/hook/hook_secret.ts";
import type { KubeClient } from "../../kube/api/client.ts";
import { pathOf } from "../../kube/api/resource.ts";

type Client = Pick<KubeClient, "request">;

const allowed = [
  /^GET \/api\/v1\/namespaces\/[^/?]+\/secrets\/apprepo-hook-[^/?]+$/,
  /^POST \/api\/v1\/namespaces\/[^/?]+\/serviceaccounts\/apprepo-hook-[^/?]+\/token$/,
];

/** Seconds: the shortest that an API server grants. */
export const tokenLifetime = 600;

export class Lender {
  readonly #client: Client;
  readonly #now: () => number;

  /** @param now milliseconds since the epoch */
  constructor(client: Client, now: () => number) {
    this.#now = now;
    this.#client = { request: (method, path, options) => guarded(client, method, path, options) };
  }

  /** @throws {ApiError} {ConnectionError} {ConfigError} where the Pod's own token can't be read */
  readSecret({ namespace, name }: HookName, signal: AbortSignal): Promise<HookSecret> {
    const path = pathOf(secrets, { namespace, name: hookObjectName(name) });
    return this.#client.request<HookSecret>("GET", path, { signal });
  }

  /**
   * A token of the hook's own account, that ends with the hook's Secret.
   * @param uid of the Secret
   * @throws {ApiError} {ConnectionError} {ConfigError} as above
   */
  async mintToken(
    { namespace, name }: HookName,
    uid: string,
    signal: AbortSignal,
  ): Promise<string> {
    const objectName = hookObjectName(name);
    const account = { namespace, name: objectName };
    const secret = { name: objectName, uid };
    const wish = { seconds: tokenLifetime, secret };
    return (await requestToken(this.#client, account, wish, this.#now(), signal)).token;
  }
}

function guarded<T>(client: Client, ...request: Parameters<Client["request"]>): Promise<T> {
  const [method, path] = request;
  if (allowed.some((one) => one.test(`${method} ${path}`))) return client.request<T>(...request);
  throw new Error(`the receiver's own account must not ${method} ${path}`);
}
