// Hooks that are lent to a receiver, and deliveries to them, made without the program under test.

import { type Hook, hookObjectName, hookPath, urlSecrets } from "../../../src/apprepo/hook/hook.ts";
import { hookSecret } from "../../../src/apprepo/hook/hook_secret.ts";
import type { ServiceAccount } from "../../cluster/support/identities.ts";
import type { TestCluster } from "../../cluster/support/test_cluster.ts";
import { aHook, hookKey, type HookWish } from "../../unit/support/a_hook.ts";
import { refreshRule } from "./callers.ts";
import { RunningReceiver } from "./receiver.ts";

export { aHook, hookKey, type HookWish };

/** A receiver's own account, which has no rights. */
export interface ReceiverAccount extends ServiceAccount {
  /** Its token, as Kubernetes would put it into the Pod. */
  readonly tokenFile: string;
  /** As the API server calls it. */
  readonly user: string;
}

export async function receiverAccount(cluster: TestCluster): Promise<ReceiverAccount> {
  const account = { namespace: await cluster.namespace("receivers"), name: "kubectl-apprepo" };
  const tokenFile = `${cluster.folder}/${account.namespace}.token`;
  await Deno.writeTextFile(tokenFile, await cluster.token(account), { mode: 0o600 });
  return {
    ...account,
    tokenFile,
    user: `system:serviceaccount:${account.namespace}:${account.name}`,
  };
}

export function hookReceiver(
  cluster: TestCluster,
  { tokenFile }: ReceiverAccount,
  ...more: string[]
): Promise<RunningReceiver> {
  const args = ["--hooks", `--hooks-token-file=${tokenFile}`, "--window=50ms", ...more];
  return RunningReceiver.start({ kubeconfig: cluster.adminKubeconfig, args });
}

/** Makes the Secret, the account with its rights, and lends both to the receiver. */
export async function lend(
  cluster: TestCluster,
  receiver: ServiceAccount,
  wish: HookWish,
): Promise<Hook> {
  const hook = aHook(wish);
  const { namespace, name, repositories } = hook;
  const account = { namespace, name: hookObjectName(name) };
  await cluster.token(account); // makes it
  using api = cluster.api();
  await api.create(`/api/v1/namespaces/${namespace}/secrets`, hookSecret(hook));
  const rule = { ...refreshRule, resourceNames: [...repositories] };
  await cluster.grantRole(namespace, { serviceAccount: account }, [rule]);
  const resourceNames = [account.name];
  await cluster.grantRole(namespace, { serviceAccount: receiver }, [
    { apiGroups: [""], resources: ["secrets"], verbs: ["get"], resourceNames },
    { apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"], resourceNames },
  ]);
  return hook;
}

export function pathOf(hook: Hook): string {
  return hookPath(hook, urlSecrets(hook)[0]!);
}

/** A push to GHCR, as GitHub tells of it. */
export function githubPush(name = "charts/apache"): string {
  return JSON.stringify({
    action: "published",
    package: {
      name,
      namespace: "org",
      package_type: "CONTAINER",
      package_version: {
        container_metadata: {
          tag: { name: "1.2.3" },
          manifest: { config: { media_type: "application/vnd.cncf.helm.config.v1+json" } },
        },
      },
    },
    organization: { login: "org" },
  });
}

export async function githubHeaders(
  body: string,
  key = hookKey,
  event = "package",
): Promise<Record<string, string>> {
  const sum = await hmac("SHA-256", key, body);
  return {
    "content-type": "application/json",
    "x-github-event": event,
    "x-hub-signature-256": `sha256=${sum.toHex()}`,
  };
}

export async function hmac(
  hash: "SHA-1" | "SHA-256",
  key: string | Uint8Array<ArrayBuffer>,
  text: string,
): Promise<Uint8Array> {
  const raw = typeof key === "string" ? new TextEncoder().encode(key) : key;
  const algorithm = { name: "HMAC", hash };
  const imported = await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, new TextEncoder().encode(text)));
}

export interface Delivered {
  readonly code: number;
  readonly body: string;
}

export async function deliver(
  { url }: Pick<RunningReceiver, "url">,
  path: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<Delivered> {
  const response = await fetch(url + path, { method: "POST", body, headers });
  return { code: response.status, body: await response.text() };
}
