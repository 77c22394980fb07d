/** The Secrets that a repository names, and whether they are there. */

import type { KubeClient } from "../../kube/api/client.ts";
import { ApiError } from "../../kube/api/errors.ts";
import type { KubeObject } from "../../kube/api/resource.ts";
import type { AppRepository } from "../app_repository.ts";
import { secrets } from "../grant/objects/resources.ts";
import { latestExpiry } from "./expiry.ts";
import type { MissingRights } from "./missing_rights.ts";

/** `expired`: of a CA, no certificate is still valid. */
export type SecretState = "there" | "missing" | "key missing" | "expired" | "unknown";

export interface NamedSecret {
  /** What it is for: `authorization`, `ca`, or `registry` for one that Pods pull images with. */
  readonly use: "authorization" | "ca" | "registry";
  readonly name: string;
  readonly key?: string;
  readonly state: SecretState;
}

interface KeyRef {
  readonly secretKeyRef?: { readonly name?: string; readonly key?: string };
}

interface Spec {
  readonly auth?: { readonly header?: KeyRef; readonly customCA?: KeyRef };
  readonly dockerRegistrySecrets?: readonly string[];
}

/** Of a Secret, only the names of its keys are looked at, and how long a CA is valid. */
export async function namedSecrets(
  client: Pick<KubeClient, "get">,
  repository: AppRepository,
  rights: MissingRights,
  now: number,
  signal: AbortSignal,
): Promise<NamedSecret[]> {
  const { namespace } = repository.metadata;
  const found: NamedSecret[] = [];
  for (const named of secretNames(repository)) {
    const key = { namespace, name: named.name };
    const state = await rights.look(stateOf(client, key, named, now, signal));
    found.push({ ...named, state: state ?? "unknown" });
  }
  return found;
}

/** What a repository names, looked at or not. */
export function secretNames({ spec = {} }: AppRepository): Omit<NamedSecret, "state">[] {
  const { auth = {}, dockerRegistrySecrets = [] } = spec as Spec;
  const refs = [["authorization", auth.header], ["ca", auth.customCA]] as const;
  return [
    ...refs.flatMap(([use, ref]) => {
      const { name, key } = ref?.secretKeyRef ?? {};
      return name ? [{ use, name, key }] : [];
    }),
    ...dockerRegistrySecrets.map((name) => ({ use: "registry" as const, name })),
  ];
}

async function stateOf(
  client: Pick<KubeClient, "get">,
  secret: { readonly namespace?: string; readonly name: string },
  { use, key }: Omit<NamedSecret, "state">,
  now: number,
  signal: AbortSignal,
): Promise<SecretState> {
  try {
    const { data } = await client.get<KubeObject & { data?: Record<string, unknown> }>(
      secrets,
      secret,
      { signal },
    );
    if (key === undefined) return "there";
    if (!Object.hasOwn(data ?? {}, key)) return "key missing";
    const expiresAt = use === "ca" ? latestExpiry(data?.[key]) : undefined;
    return expiresAt !== undefined && expiresAt < now ? "expired" : "there";
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return "missing";
    throw error;
  }
}
