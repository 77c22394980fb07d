import { hookObjectName } from "../../hook/hook.ts";
import type { Check } from "../check.ts";
import { createCommand, deleteCommand, ofHooks, partOf } from "../each_hook.ts";
import { createCommand as commandOf } from "../../hook/create_command.ts";
import type { HookSecretSeen, HookSeen } from "../seen.ts";
import { type Finding, found, skipped } from "../verdict.ts";

export const hooksWhole: Check = {
  id: "ARD609",
  category: "webhook",
  title: "hooks are whole, and what they refresh is there",
  examine: ofHooks((hooks) => {
    const findings = hooks.flatMap((hook) => [ungranted(hook), secretFault(hook)])
      .filter((finding) => finding !== undefined);
    const isBlind = hooks.every(({ secret }) => secret === undefined);
    if (findings.length === 0 && isBlind) {
      return skipped("You lack the right to list secrets there.");
    }
    return found(findings);
  }),
};

function ungranted(hook: HookSeen): Finding | undefined {
  const { namespace, name, isGranted } = hook;
  // A Secret alone is no hook yet: what is missing first is told by the check of what is lent.
  if (isGranted || hook.lentTo.length === 0) return undefined;
  return {
    severity: "error",
    title: `The account of hook ${namespace}/${name} may refresh nothing`,
    objects: [partOf(hook, "ServiceAccount")],
    seen: [`no RoleBinding of namespace ${namespace} that is marked as grant's binds it`],
    why: "each delivery is answered 403, and nothing is refreshed",
    fix: [{ command: createCommand(hook) }],
  };
}

function secretFault(hook: HookSeen): Finding | undefined {
  const { namespace, name, secret } = hook;
  if (secret === undefined) return undefined;
  const objects = [partOf(hook, "Secret")];
  const called = `hook ${namespace}/${name}`;
  const why = "each delivery is answered 401, as if there were no such hook";
  if (secret.kind === "missing") {
    return {
      severity: "error",
      title: `The Secret of ${called} is missing`,
      objects,
      seen: [`there is no Secret ${hookObjectName(name)} of a hook's type in ${namespace}`],
      why,
      fix: [{ command: createCommand(hook), note: "its sender must be told the new URL and key" }],
    };
  }
  if (secret.kind === "broken") {
    return {
      severity: "error",
      title: `The Secret of ${called} can't be used`,
      objects,
      seen: [secret.fault],
      why,
      fix: [{ command: deleteCommand(hook) }, {
        command: createCommand(hook),
        note: "its sender must be told the new URL and key",
      }],
    };
  }
  return lostRepositories(hook, secret);
}

function lostRepositories(
  hook: HookSeen,
  { asked, lost = [] }: Extract<HookSecretSeen, { kind: "whole" }>,
): Finding | undefined {
  if (lost.length === 0) return undefined;
  const { namespace, name } = hook;
  const repositories = asked.repositories.filter((one) => !lost.includes(one));
  const isAll = repositories.length === 0;
  return {
    severity: isAll ? "error" : "warning",
    title: `Hook ${namespace}/${name} refreshes ${lost.join(", ")}, which ${
      lost.length === 1 ? "is" : "are"
    } not there`,
    objects: [partOf(hook, "Secret")],
    seen: lost.map((one) => `there is no AppRepository ${namespace}/${one}`),
    why: "its deliveries are answered 404, and the sender shows them as failed",
    fix: isAll
      ? [{ command: deleteCommand(hook), note: "its sender's webhook is to be deleted, too" }]
      : [{ command: commandOf({ ...asked, repositories }), note: "for those that are left" }],
  };
}
