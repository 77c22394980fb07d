import type { Check } from "../check.ts";
import { commandWord } from "../../command_word.ts";
import { shellWord } from "../../webhook/settings/settings.ts";
import { wordsOf } from "../each_hook.ts";
import { lendingRules } from "../../hook/lending.ts";
import type { StrayRight } from "../seen.ts";
import { type Finding, type Fix, found, skipped } from "../verdict.ts";

export const noStrayRights: Check = {
  id: "ARD610",
  category: "webhook",
  title: "receivers may do what hooks lent them, and no more",
  examine({ strayRights }) {
    if (!strayRights) return skipped("no receiver takes hooks");
    if (strayRights.kind === "unseen") return skipped(strayRights.why);
    return found(strayRights.value.map(stray));
  },
};

function stray(right: StrayRight): Finding {
  const { account, binding, gives, isOfHook } = right;
  const { kind, namespace, name } = binding;
  const where = namespace === undefined ? "" : ` in namespace ${namespace}`;
  return {
    severity: "warning",
    title: `The receiver's account ${wordsOf(account)} has rights that no hook lent`,
    objects: [binding],
    seen: [
      isOfHook
        ? `Role ${name}${where} gives ${gives}, which no hook takes`
        : `${kind} ${name}${where} gives it ${gives}`,
    ],
    why:
      "whoever takes the receiver over has them, too; it needs none but those that hooks lend it",
    fix: [isOfHook ? asLent(right) : withoutIt(right)],
  };
}

function asLent({ binding: { namespace, name } }: StrayRight): Fix {
  const rules = shellWord(JSON.stringify({ rules: lendingRules(name) }));
  return { command: `kubectl patch role/${name} -n ${namespace} --type=merge -p ${rules}` };
}

function withoutIt({ binding: { kind, namespace, name }, isShared }: StrayRight): Fix {
  // RBAC lets its objects have any name, such as one that a shell or kubectl would take for more.
  const object = `${commandWord(`${kind.toLowerCase()}/${name}`)}${
    namespace === undefined ? "" : ` -n ${namespace}`
  }`;
  return isShared
    ? {
      command: `kubectl edit ${object}`,
      note: "take it out of the subjects; others need the rest",
    }
    : { command: `kubectl delete ${object}` };
}
