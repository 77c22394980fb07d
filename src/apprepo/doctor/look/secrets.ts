import type { KubeClient } from "../../../kube/api/client.ts";
import { missingRight } from "../../grant/forbidden.ts";
import type { AppRepository } from "../../app_repository.ts";
import { secrets } from "../../grant/objects/resources.ts";
import { MissingRights } from "../../status/missing_rights.ts";
import { type NamedSecret, namedSecrets, secretNames } from "../../status/named_secrets.ts";
import { type Looked, seen, unseen } from "../looked.ts";

type SecretsOf = (repository: AppRepository) => Looked<readonly NamedSecret[]>;

/** Of so few, each Secret is read, to see whether it has its key. */
const readEach = 5;

/**
 * Of many repositories, the names of all Secrets are listed, and nothing of what they hold.
 * @param namespace undefined for all
 */
export async function secretsSeen(
  client: KubeClient,
  repositories: readonly AppRepository[],
  namespace: string | undefined,
  now: number,
  signal: AbortSignal,
): Promise<SecretsOf> {
  const naming = repositories.filter((repository) => secretNames(repository).length > 0);
  if (naming.length === 0) return () => seen([]);
  if (naming.length <= readEach) return await eachRead(client, naming, now, signal);
  const there = new Set<string>();
  try {
    const options = { metadataOnly: true, signal };
    for await (const { metadata } of client.list(secrets, { namespace }, options)) {
      there.add(`${metadata.namespace}/${metadata.name}`);
    }
  } catch (error) {
    const right = missingRight(error);
    if (right === undefined) throw error;
    return (repository) => secretNames(repository).length === 0 ? seen([]) : unseen(right);
  }
  return (repository) =>
    seen(
      secretNames(repository).map((named) => {
        const isThere = there.has(`${repository.metadata.namespace}/${named.name}`);
        return { ...named, state: isThere ? "there" as const : "missing" as const };
      }),
    );
}

async function eachRead(
  client: KubeClient,
  repositories: readonly AppRepository[],
  now: number,
  signal: AbortSignal,
): Promise<SecretsOf> {
  const found = new Map<AppRepository, Looked<readonly NamedSecret[]>>();
  for (const repository of repositories) {
    const rights = new MissingRights();
    const named = await namedSecrets(client, repository, rights, now, signal);
    const [right] = rights.all;
    found.set(repository, right === undefined ? seen(named) : unseen(right));
  }
  return (repository) => found.get(repository) ?? seen([]);
}
