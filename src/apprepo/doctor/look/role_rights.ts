import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import type { RoleBinding } from "../../grant/objects/manifests.ts";
import { clusterRoles, roles } from "../../grant/objects/resources.ts";
import {
  mayRefresh,
  namesReached,
  rightsBeyond,
  type Role,
  type Rule,
} from "../../grant/objects/rules.ts";
import type { MissingRights } from "../../status/missing_rights.ts";

/** Reads each role once: many are bound to the same. */
export class RoleRights {
  readonly #client: KubeClient;
  readonly #missing: MissingRights;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Promise<readonly Rule[] | undefined>>();

  constructor(client: KubeClient, missing: MissingRights, signal: AbortSignal) {
    this.#client = client;
    this.#missing = missing;
    this.#signal = signal;
  }

  /** @returns undefined where one of the roles can't be read */
  async beyond(bindings: readonly RoleBinding[]): Promise<readonly string[] | undefined> {
    const all: string[] = [];
    for (const binding of bindings) {
      const rules = await this.#rulesOf(binding);
      if (!rules) return undefined;
      all.push(...rightsBeyond(rules));
    }
    return [...new Set(all)];
  }

  /** @returns none where its role is not there; undefined where it can't be read */
  async reach(binding: RoleBinding): Promise<"all" | readonly string[] | undefined> {
    const rules = await this.#rulesOf(binding);
    if (!rules) return undefined;
    return namesReached(rules)?.filter((name) => mayRefresh(rules, name)) ?? "all";
  }

  #rulesOf(
    { metadata: { namespace = "" }, roleRef: { kind, name } }: RoleBinding,
  ): Promise<readonly Rule[] | undefined> {
    const id = kind === "ClusterRole" ? name : `${namespace}/${name}`;
    const coming = this.#known.get(id) ?? this.#read(kind, namespace, name);
    this.#known.set(id, coming);
    return coming;
  }

  async #read(
    kind: string,
    namespace: string,
    name: string,
  ): Promise<readonly Rule[] | undefined> {
    const isWide = kind === "ClusterRole";
    const [resource, key] = isWide
      ? [clusterRoles, { name }] as const
      : [roles, { namespace, name }] as const;
    try {
      const asked = this.#client.get<Role>(resource, key, { signal: this.#signal });
      const role = await this.#missing.look(asked);
      return role && (role.rules ?? []);
    } catch (error) {
      if (error instanceof ApiError && error.code === 404) return [];
      throw error;
    }
  }
}
