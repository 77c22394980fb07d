// YAML that is small and means much, or leads to itself, put where a kubeconfig has its parts.

import type { Random } from "./random.ts";

/** @param kubeconfig a valid one, as YAML */
export function withBomb(random: Random, kubeconfig: string): string {
  const bomb = random.pick(bombs)(random);
  const lines = kubeconfig.split("\n");
  switch (random.below(4)) {
    case 0:
      return `${bomb}\n${kubeconfig}`;
    case 1:
      return `${kubeconfig}\n${bomb}\n`;
    case 2:
      return bomb;
    default: {
      const at = random.below(lines.length);
      const line = lines[at]!;
      const key = /^(\s*-?\s*[\w-]+:)/.exec(line)?.[1];
      const value = bomb.replace(/^[\w-]+: /, "");
      return key === undefined || bomb.includes("\n")
        ? [...lines.slice(0, at), bomb, ...lines.slice(at)].join("\n")
        : [...lines.slice(0, at), `${key} ${value}`, ...lines.slice(at + 1)].join("\n");
    }
  }
}

const bombs: readonly ((random: Random) => string)[] = [
  () => "users: &a [*a]",
  () => "clusters: &a {name: b, cluster: *a}",
  () => "contexts: &a\n- name: b\n  context: *a",
  () => "x: &a\n  <<: *a\n  b: c",
  () => "<<: &a {<<: *a}",
  () => "users: &a [{name: *a, user: *a}]",
  () => "? &a [*a]\n: *a",
  laughs,
  mergeLaughs,
  (random) => `x: ${"[".repeat(random.pick([200, 20_000]))}`,
  (random) => `x: ${"{a: ".repeat(random.pick([200, 20_000]))}`,
  (random) => {
    const depth = random.pick([500, 5_000]);
    return `x: ${"[".repeat(depth)}${"]".repeat(depth)}`;
  },
  (random) => "- ".repeat(random.pick([300, 5_000])),
  (random) =>
    Array.from({ length: random.pick([400, 2_000]) }, (_, i) => " ".repeat(i) + "a:").join("\n"),
  (random) => `x: "${"y".repeat(random.pick([10_000, 1_000_000]))}"`,
  (random) =>
    Array.from({ length: random.pick([1_000, 20_000]) }, (_, i) => `k${i}: ${i}`).join("\n"),
  (random) => "current-context: a\n".repeat(random.pick([2, 5_000])),
  (random) => `x: ${"&a".repeat(random.pick([2, 1_000]))}`,
  (random) => `x: [${"*a, ".repeat(random.pick([2, 5_000]))}]`,
  (random) => `x: &a ${random.text()}\ny: [${"*a, ".repeat(random.pick([2, 5_000]))}]`,
  (random) => "---\n".repeat(random.pick([3, 10_000])),
];

/** Each level holds the one before many times: 9^9 and more. */
function laughs(random: Random): string {
  const levels = random.pick([9, 60]);
  const lines = ["a0: &a0 [lol, lol, lol]"];
  for (let i = 1; i < levels; i++) {
    lines.push(`a${i}: &a${i} [${Array(9).fill(`*a${i - 1}`).join(", ")}]`);
  }
  return lines.join("\n");
}

function mergeLaughs(random: Random): string {
  const levels = random.pick([9, 60]);
  const lines = ["a0: &a0 {x: 1}"];
  for (let i = 1; i < levels; i++) {
    lines.push(
      `a${i}: &a${i} {<<: [${Array(9).fill(`*a${i - 1}`).join(", ")}], k${i}: *a${i - 1}}`,
    );
  }
  lines.push(`users: [{name: user, user: *a${levels - 1}}]`);
  return lines.join("\n");
}
