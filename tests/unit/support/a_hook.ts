import type { Hook } from "../../../src/apprepo/hook/hook.ts";
import { type Sender, senders } from "../../../src/apprepo/hook/senders.ts";

export type HookWish = Pick<Hook, "namespace" | "name"> & Partial<Hook>;

export const hookKey = "k".repeat(43);

export function aHook(wish: HookWish): Hook {
  const from = wish.from ?? "github";
  const sender: Sender = senders[from];
  const proof = wish.proof ?? sender.proof ?? { kind: "url" };
  return {
    from,
    proof,
    id: proof.kind === "url" ? undefined : "i".repeat(27),
    keys: [{ key: hookKey, since: "2026-01-01T00:00:00Z" }],
    repositories: [wish.name],
    only: [],
    ...wish,
  };
}
