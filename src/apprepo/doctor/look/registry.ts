/** The webhooks of Harbor's project, and whose tokens they send. */

import type { HarborProject } from "../../../harbor/project.ts";
import type { SystemInfo } from "../../../harbor/shapes.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { type Account, usualName } from "../../grant/objects/account.ts";
import { tokenIn, visibleTokenSecrets } from "../../grant/objects/token_secrets.ts";
import { harborWebhooks, type TokenState } from "../../harbor/webhooks.ts";
import type { WebhookTarget } from "../../webhook/target.ts";
import type { AccountSeen, RegistrySeen } from "../seen.ts";

export interface Registry {
  readonly project: HarborProject;
  /** The flags by which another command reaches it. */
  readonly words: string;
  info(): Promise<SystemInfo>;
}

export interface RegistryOptions {
  readonly accounts: readonly AccountSeen[];
  readonly cluster: string;
  readonly baseUrl?: string;
  readonly now: number;
  readonly signal: AbortSignal;
}

/** @throws {HarborError} {ConnectionError} */
export async function registrySeen(
  client: Pick<KubeClient, "get" | "list">,
  { project, words, info }: Registry,
  { accounts, cluster, baseUrl, now, signal }: RegistryOptions,
): Promise<RegistrySeen> {
  const { notification_enable: isSending, registry_url: registryHost } = await info();
  const tokens = new Tokens(client, accounts, signal);
  const webhooks = await harborWebhooks(project, client, {
    count: 1,
    now,
    signal,
    judgeToken: (header, leadsTo) => tokens.judge(header, leadsTo),
  });
  const { host } = new URL(project.address);
  const hosts = [...new Set([host, ...registryHost ? [registryHost] : []])];
  const { address, name } = project;
  return { address, project: name, words, hosts, isSending, cluster, baseUrl, webhooks };
}

/** Those of the accounts that may refresh in a namespace, read once. */
class Tokens {
  readonly #client: Pick<KubeClient, "get" | "list">;
  readonly #accounts: readonly AccountSeen[];
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Promise<readonly Map<string, TokenState>[] | undefined>>();

  constructor(
    client: Pick<KubeClient, "get" | "list">,
    accounts: readonly AccountSeen[],
    signal: AbortSignal,
  ) {
    this.#client = client;
    this.#accounts = accounts;
    this.#signal = signal;
  }

  /** @returns undefined where they can't be read */
  async judge(header: string, { namespace }: WebhookTarget): Promise<TokenState | undefined> {
    const coming = this.#known.get(namespace) ?? this.#read(namespace);
    this.#known.set(namespace, coming);
    const known = await coming;
    if (known === undefined) return undefined;
    const token = header.replace(/^Bearer /, "");
    return known.map((ones) => ones.get(token)).find((state) => state !== undefined) ?? "other";
  }

  async #read(namespace: string): Promise<readonly Map<string, TokenState>[] | undefined> {
    const bound = this.#accounts.filter(({ namespaces }) => namespaces.includes(namespace));
    const accounts: Account[] = bound.map(({ account }) => account);
    if (accounts.length === 0) accounts.push({ namespace, name: usualName });
    try {
      return await Promise.all(accounts.map((account) => this.#tokensOf(account)));
    } catch (error) {
      if (error instanceof ApiError) return undefined;
      throw error;
    }
  }

  async #tokensOf(account: Account): Promise<Map<string, TokenState>> {
    const { ours, others } = await visibleTokenSecrets(this.#client, account, this.#signal);
    const tokens = [...ours, ...others].flatMap((secret) => tokenIn(secret) ?? []);
    return new Map(tokens.map((token, at) => [token, at === 0 ? "current" : "old"]));
  }
}
