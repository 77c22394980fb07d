import type { Account } from "../../grant/objects/account.ts";
import { isSubject } from "../../grant/objects/grantee.ts";
import { hookObjectName } from "../../hook/hook.ts";
import { shellWord } from "../../webhook/settings/settings.ts";
import type { Check } from "../check.ts";
import { createCommand, ofHooks, partOf, takers, wordsOf } from "../each_hook.ts";
import type { HookSeen, Seen } from "../seen.ts";
import { type Finding, found, skipped } from "../verdict.ts";

export const hooksLent: Check = {
  id: "ARD608",
  category: "webhook",
  title: "hooks are lent to a receiver that takes them",
  examine: ofHooks((hooks, seen) => {
    const all = takers(seen);
    const unlent = hooks.filter(({ lentTo }) => lentTo.length === 0)
      .map((hook) => lentToNobody(hook, all ?? []));
    const lent = hooks.filter(({ lentTo }) => lentTo.length > 0);
    if (all === undefined) {
      const { receivers } = seen;
      return unlent.length > 0 || receivers.kind === "seen"
        ? found(unlent)
        : skipped(receivers.why);
    }
    if (all.length === 0) {
      return found([...unlent, lent.length > 0 ? untaken(lent, seen) : undefined]);
    }
    return found([...unlent, ...lent.map((hook) => lentElsewhere(hook, all))]);
  }),
};

const unanswered = "each delivery is answered 401, as if there were no such hook";

/** Where there are several, whose it is to be is nothing to guess at. */
function oneOf(all: readonly Account[]): Account | undefined {
  return all.length > 1 ? { namespace: "NAMESPACE", name: "NAME" } : all[0];
}

function runAs(all: readonly Account[]): string {
  return `receivers with --hooks run as ${all.map(wordsOf).join(", ")}`;
}

function lentToNobody(hook: HookSeen, all: readonly Account[]): Finding {
  const { namespace, name } = hook;
  return {
    severity: "error",
    title: `Hook ${namespace}/${name} is lent to nobody`,
    objects: [partOf(hook, "RoleBinding")],
    seen: [
      `no RoleBinding ${hookObjectName(name)} in namespace ${namespace} names a ServiceAccount`,
      ...(all.length > 1 ? [runAs(all)] : []),
    ],
    why: unanswered,
    fix: [{ command: createCommand(hook, oneOf(all)) }],
  };
}

/** A receiver may run outside of the cluster; one in it without --hooks is what answers. */
function untaken(hooks: readonly HookSeen[], { entrance, receivers }: Seen): Finding {
  const isSeen = receivers.kind === "seen" && receivers.value.length > 0;
  const [{ lentTo: [receiver] }] = hooks as [HookSeen];
  // As the manifests name it.
  const made = receiver && { ...receiver, name: "kubectl-apprepo" };
  const others = hooks.filter(({ lentTo }) => !lentTo.some((one) => one.name === made?.name));
  const host = entrance?.kind === "seen" ? new URL(entrance.value.baseUrl).host : "HOST";
  return {
    severity: isSeen ? "error" : "warning",
    title: isSeen
      ? "Hooks are lent, and no receiver takes hooks"
      : "Hooks are lent, and no receiver in the cluster takes hooks",
    objects: hooks.map((hook) => partOf(hook, "RoleBinding")),
    seen: hooks.map(({ namespace, name, lentTo }) =>
      `${namespace}/${name} is lent to ${lentTo.map(wordsOf).join(", ")}`
    ),
    why: isSeen
      ? "a receiver without --hooks has no account and answers 404"
      : "unless one that takes them runs elsewhere, nobody answers",
    fix: [{
      command:
        `kubectl apprepo serve --manifests --hooks --host ${host} | kubectl apply -n ${receiver?.namespace} -f -`,
      note: "with the other flags of the first time; the Helm chart has hooks=true",
    }, ...others.map((hook) => ({ command: createCommand(hook, made) }))],
  };
}

function lentElsewhere(hook: HookSeen, all: readonly Account[]): Finding | undefined {
  const { namespace, name, lentTo } = hook;
  const isTaker = (one: Account) =>
    all.some((taker) => isSubject(taker, { kind: "ServiceAccount", ...one }));
  const others = lentTo.filter((one) => !isTaker(one));
  if (others.length === 0) return undefined;
  const isTaken = others.length < lentTo.length;
  const words = others.map(wordsOf).join(", ");
  const base = { objects: [partOf(hook, "RoleBinding")] };
  if (!isTaken) {
    return {
      ...base,
      severity: "error",
      title: `Hook ${namespace}/${name} is lent to ${words}, which takes no hooks`,
      seen: [runAs(all)],
      why: unanswered,
      fix: [{ command: createCommand(hook, oneOf(all)) }],
    };
  }
  const subjects = lentTo.filter(isTaker).map((one) => ({ kind: "ServiceAccount", ...one }));
  return {
    ...base,
    severity: "warning",
    title: `Hook ${namespace}/${name} is lent to ${words} as well, which takes no hooks`,
    seen: [runAs(all)],
    why: "whoever runs as that account can read the hook's keys and refresh what it refreshes",
    fix: [{
      command: `kubectl patch rolebinding ${hookObjectName(name)} -n ${namespace} --type=merge -p ${
        shellWord(JSON.stringify({ subjects }))
      }`,
    }],
  };
}
