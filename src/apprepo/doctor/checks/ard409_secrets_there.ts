import { commandWord } from "../../command_word.ts";
import type { Check } from "../check.ts";
import { type Finding, found, skipped } from "../verdict.ts";
import { nameOf, refOf, refreshCommand } from "../each_repository.ts";
import { examined } from "../looked.ts";
import type { RepositorySeen } from "../seen.ts";
import type { NamedSecret } from "../../status/named_secrets.ts";

export const secretsThere: Check = {
  id: "ARD409",
  category: "repository",
  title: "the Secrets that repositories name are there",
  examine({ repositories }) {
    return examined(repositories, (all) => {
      if (all.length === 0) return skipped("there is no AppRepository");
      const unseen = all.find(({ secrets }) => secrets.kind === "unseen")?.secrets;
      if (unseen?.kind === "unseen") return { kind: "unknown", why: unseen.why };
      return found(
        all.flatMap((one) =>
          one.secrets.kind === "seen" ? one.secrets.value.map((secret) => missing(one, secret)) : []
        ),
      );
    });
  },
};

const uses = {
  authorization: "credentials",
  ca: "CA",
  registry: "registry's credentials",
} as const;

function missing(
  one: RepositorySeen,
  { use, name, key, state }: NamedSecret,
): Finding | undefined {
  if (state !== "missing" && state !== "key missing") return undefined;
  const { namespace } = one.key;
  const lacks = state === "missing" ? `Secret ${name}` : `key ${key} of Secret ${name}`;
  return {
    severity: "error",
    title: `The ${lacks}, with the ${uses[use]} of ${nameOf(one)}, is missing`,
    objects: [refOf(one), { kind: "Secret", namespace, name }],
    seen: [`there is no ${lacks} in namespace ${namespace}`],
    why: "its syncs get no further than the registry's door",
    fix: [...command(use, commandWord(name), key && commandWord(key), namespace), {
      command: refreshCommand(one),
    }],
  };
}

/** The words are the tenant's: in quotes where a shell would take them for more. */
function command(
  use: NamedSecret["use"],
  name: string,
  key = "KEY",
  namespace = "",
): Finding["fix"] {
  const create = `kubectl create secret generic ${name} -n ${namespace}`;
  const apply = "--dry-run=client -o yaml | kubectl apply -f -";
  if (use === "authorization") {
    return [{
      command: `${create} --from-literal=${key}='Basic CREDENTIALS' ${apply}`,
      note: "CREDENTIALS are USER:PASSWORD in base64",
    }];
  }
  if (use === "ca") return [{ command: `${create} --from-file=${key}=ca.crt ${apply}` }];
  return [{
    command:
      `kubectl create secret docker-registry ${name} -n ${namespace} --docker-server=REGISTRY --docker-username=USER --docker-password=PASSWORD`,
  }];
}
