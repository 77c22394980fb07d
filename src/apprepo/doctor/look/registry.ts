/** The webhooks of Harbor's project, and whose tokens they send. */

import type { HarborProject } from "../../../harbor/project.ts";
import type { SystemInfo } from "../../../harbor/shapes.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { type Account, usualName } from "../../grant/objects/account.ts";
import { firstTokenSecret, tokenIn, tokenSecrets } from "../../grant/objects/token_secrets.ts";
import { harborWebhooks, type TokenState } from "../../harbor/webhooks.ts";
import type { WebhookTarget } from "../../webhook/target.ts";
import type { AccountSeen, RegistrySeen } from "../seen.ts";
import { hookOf } from "../each_hook.ts";

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
  { project, words }: Registry,
  { registry_url: registryHost }: SystemInfo,
  { accounts, cluster, baseUrl, now, signal }: RegistryOptions,
): Promise<RegistrySeen> {
  const tokens = new Tokens(client, accounts, signal);
  const webhooks = await harborWebhooks(project, client, {
    cluster,
    count: 1,
    now,
    signal,
    // The cluster was asked for more than this by then.
    untold(error) {
      throw error;
    },
    judgeToken: (header, leadsTo) => tokens.judge(header, leadsTo),
  });
  const { host } = new URL(project.address);
  const hosts = [...new Set([host, ...registryHost ? [registryHost] : []])];
  const { address, name } = project;
  return { address, project: name, words, hosts, cluster, baseUrl, webhooks };
}

/** What is known of the tokens of one account. */
interface KnownTokens {
  readonly states: ReadonlyMap<string, TokenState>;
  /** Whether there are no others. */
  readonly isWhole: boolean;
}

/** Those of the accounts that may refresh in a namespace, read once. */
class Tokens {
  readonly #client: Pick<KubeClient, "get" | "list">;
  readonly #accounts: readonly AccountSeen[];
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Promise<readonly KnownTokens[]>>();

  constructor(
    client: Pick<KubeClient, "get" | "list">,
    accounts: readonly AccountSeen[],
    signal: AbortSignal,
  ) {
    this.#client = client;
    this.#accounts = accounts;
    this.#signal = signal;
  }

  /** @returns undefined where it is none of those that can be read, and there may be others */
  async judge(header: string, { namespace }: WebhookTarget): Promise<TokenState | undefined> {
    const [, token] = /^bearer +(\S+)$/i.exec(header) ?? [];
    if (token === undefined) return "bare";
    const coming = this.#known.get(namespace) ?? this.#read(namespace);
    this.#known.set(namespace, coming);
    const known = await coming;
    const found = known.map(({ states }) => states.get(token)).find((state) => state !== undefined);
    return found ?? (known.every(({ isWhole }) => isWhole) ? "other" : undefined);
  }

  async #read(namespace: string): Promise<readonly KnownTokens[]> {
    const bound = this.#accounts.filter((one) =>
      one.namespaces.includes(namespace) && !hookOf(one)
    );
    const accounts: Account[] = bound.map(({ account }) => account);
    if (accounts.length === 0) accounts.push({ namespace, name: usualName });
    return await Promise.all(accounts.map((account) => this.#tokensOf(account)));
  }

  async #tokensOf(account: Account): Promise<KnownTokens> {
    try {
      const { ours, others } = await tokenSecrets(this.#client, account, this.#signal);
      const tokens = [...ours, ...others].flatMap((secret) => tokenIn(secret) ?? []);
      const states = tokens.map((token, at) => [token, at === 0 ? "current" : "old"] as const);
      return { states: new Map(states), isWhole: true };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { states: await this.#firstOf(account), isWhole: false };
    }
  }

  /** Who may not list Secrets may still read the first. */
  async #firstOf(account: Account): Promise<KnownTokens["states"]> {
    try {
      const first = await firstTokenSecret(this.#client, account, this.#signal);
      const token = first && tokenIn(first);
      return new Map(token ? [[token, "current"]] : []);
    } catch (error) {
      if (error instanceof ApiError) return new Map();
      throw error;
    }
  }
}
