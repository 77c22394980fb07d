/** What a run again changed of a hook, in sentences: it may be a flag that was forgotten. */

import type { Account } from "../../../../apprepo/grant/objects/account.ts";
import type { Hook } from "../../../../apprepo/hook/hook.ts";

type Changing = Pick<Hook, "only" | "repositories"> & { readonly receiver: Account };

export function changesOf(before: Changing, now: Changing): string[] {
  const said: (readonly [verb: string, words: (hook: Changing) => string])[] = [
    ["refreshed", ({ repositories }) => [...repositories].sort().join(", ")],
    ["went by", onlyWords],
    ["was lent to", ({ receiver: { namespace, name } }) => `${namespace}:${name}`],
  ];
  return said.flatMap(([verb, words]) => {
    const [was, is] = [words(before), words(now)];
    return was === is ? [] : [`Before, it ${verb} ${was}; now ${is}.`];
  });
}

function onlyWords({ only }: Pick<Hook, "only">): string {
  return only.length === 0 ? "all that its sender sends" : `${only.join(", ")} only`;
}
