import { commandWord } from "../../command_word.ts";
import type { Check } from "../check.ts";
import { eachRepository, nameOf, refOf } from "../each_repository.ts";
import type { Finding } from "../verdict.ts";
import type { RepositorySeen } from "../seen.ts";

export const trusted: Check = {
  id: "ARD410",
  category: "repository",
  title: "registries are told by certificates that hold",
  examine: eachRepository((one) => expired(one) ?? unchecked(one)),
};

function expired(one: RepositorySeen): Finding | undefined {
  const named = one.secrets.kind === "seen" ? one.secrets.value : [];
  const ca = named.find(({ state }) => state === "expired");
  if (!ca) return undefined;
  const { namespace } = one.key;
  const { name, key = "ca.crt" } = ca;
  return {
    severity: "error",
    title: `The CA of ${nameOf(one)} has expired`,
    objects: [refOf(one), { kind: "Secret", namespace, name }],
    seen: [`no certificate in key ${key} of Secret ${name} is still valid`],
    why: "the syncer trusts nothing that it signed, whatever the registry shows",
    fix: [{
      command: `kubectl create secret generic ${commandWord(name)} -n ${namespace} --from-file=${
        commandWord(key)
      }=ca.crt --dry-run=client -o yaml | kubectl apply -f -`,
      note: "ca.crt is the CA that signs the registry's certificate now",
    }],
  };
}

function unchecked(one: RepositorySeen): Finding | undefined {
  if (one.repository.spec?.["tlsInsecureSkipVerify"] !== true) return undefined;
  const { name, namespace } = one.key;
  return {
    severity: "warning",
    title: `The certificate of ${nameOf(one)}'s registry is not checked`,
    objects: [refOf(one)],
    seen: ["spec.tlsInsecureSkipVerify is true"],
    why: "anybody on the way can hand out other charts, and read the credentials",
    fix: [{
      command:
        `kubectl patch apprepository ${name} -n ${namespace} --type=merge -p '{"spec":{"tlsInsecureSkipVerify":false}}'`,
      note: "give it the registry's CA in spec.auth.customCA first, if nobody else knows that",
    }],
  };
}
