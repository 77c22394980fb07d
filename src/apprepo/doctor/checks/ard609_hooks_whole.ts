import { hookObjectName } from "../../hook/hook.ts";
import type { Check } from "../check.ts";
import { createCommand, deleteCommand, ofHooks, partOf } from "../each_hook.ts";
import { createCommand as commandOf } from "../../hook/create_command.ts";
import type { HookGranted, HookSecretSeen, HookSeen } from "../seen.ts";
import { type Finding, found, skipped } from "../verdict.ts";

export const hooksWhole: Check = {
  id: "ARD609",
  category: "webhook",
  title: "hooks are whole, and what they refresh is there",
  examine: ofHooks((hooks) => {
    const findings = hooks.flatMap((hook) => [grantFault(hook), secretFault(hook)])
      .filter((finding) => finding !== undefined);
    const isBlind = hooks.every(({ secret }) => secret === undefined);
    if (findings.length === 0 && isBlind) {
      return skipped("You lack the right to list secrets there.");
    }
    return found(findings);
  }),
};

function grantFault(hook: HookSeen): Finding | undefined {
  const { namespace, name, granted, lentTo } = hook;
  if (!granted) {
    // A Secret alone is no hook yet: what is missing first is told by the check of what is lent.
    if (lentTo.length === 0) return undefined;
    const seen = `no RoleBinding of namespace ${namespace} that is marked as grant's binds it`;
    return accountFault(hook, "may refresh nothing", seen, refused);
  }
  if (granted.isThere === false) {
    const seen = `there is no ServiceAccount ${hookObjectName(name)} in namespace ${namespace}`;
    return accountFault(hook, "is missing", seen, unknown);
  }
  const beyond = beyondReach(hook, granted);
  if (beyond === undefined) return undefined;
  const seen = `the Role that it is bound to in namespace ${namespace} does not give it`;
  return accountFault(hook, `may not refresh ${beyond}`, seen, refused);
}

const refused = "each delivery is answered 403, and nothing is refreshed";
const unknown = "each delivery is answered 401, as if there were no such hook";

function accountFault(hook: HookSeen, what: string, seen: string, why: string): Finding {
  return {
    severity: "error",
    title: `The account of hook ${hook.namespace}/${hook.name} ${what}`,
    objects: [partOf(hook, "ServiceAccount")],
    seen: [seen],
    why,
    fix: [{ command: createCommand(hook) }],
  };
}

/** What of the hook its account may not refresh; undefined where it may, or that is not known. */
function beyondReach(
  { secret }: HookSeen,
  { reach }: HookGranted,
): string | undefined {
  if (reach === undefined || reach === "all") return undefined;
  if (secret?.kind !== "whole") return reach.length === 0 ? "anything" : undefined;
  const names = secret.asked.repositories.filter((one) => !reach.includes(one));
  return names.length === 0 ? undefined : names.join(", ");
}

function secretFault(hook: HookSeen): Finding | undefined {
  const { namespace, name, secret } = hook;
  if (secret === undefined) return undefined;
  const objects = [partOf(hook, "Secret")];
  const called = `hook ${namespace}/${name}`;
  if (secret.kind === "missing") {
    return {
      severity: "error",
      title: `The Secret of ${called} is missing`,
      objects,
      seen: [`there is no Secret ${hookObjectName(name)} of a hook's type in ${namespace}`],
      why: unknown,
      fix: [{ command: createCommand(hook), note: "its sender must be told the new URL and key" }],
    };
  }
  if (secret.kind === "broken") {
    return {
      severity: "error",
      title: `The Secret of ${called} can't be used`,
      objects,
      seen: [secret.fault],
      why: unknown,
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
