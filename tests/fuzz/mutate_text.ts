// Changes bytes and syntax: what was YAML or JSON may be none any more.

import type { Random } from "./random.ts";

/** The text with one to three changes; bytes that are no UTF-8 come out as U+FFFD, as from a file. */
export function mutatedText(random: Random, text: string): string {
  let bytes: Uint8Array = new TextEncoder().encode(text);
  for (let left = 1 + random.below(3); left > 0; left--) bytes = mutateOnce(random, bytes);
  return new TextDecoder().decode(bytes);
}

export function mutatedBytes(random: Random, bytes: Uint8Array): Uint8Array {
  let changed = bytes;
  for (let left = 1 + random.below(3); left > 0; left--) changed = mutateOnce(random, changed);
  return changed;
}

function mutateOnce(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length + 1);
  const length = random.below(random.pick([4, 40, 400]));
  const [before, slice, after] = [
    bytes.slice(0, at),
    bytes.slice(at, at + length),
    bytes.slice(at + length),
  ];
  switch (random.below(7)) {
    case 0:
      return before;
    case 1:
      return joined(before, after);
    case 2:
      return joined(before, slice, slice, after);
    case 3:
      return joined(before, after, slice);
    case 4: {
      const flipped = slice.map((byte) => byte ^ (1 << random.below(8)));
      return joined(before, flipped, after);
    }
    case 5: {
      const noise = Uint8Array.from({ length }, () => random.below(256));
      return joined(before, noise, slice, after);
    }
    default:
      return joined(before, new TextEncoder().encode(random.pick(syntax)), slice, after);
  }
}

const syntax = [
  "\n",
  "\t",
  "\r",
  "\0",
  "\ufeff",
  ": ",
  "- ",
  "? ",
  "--- ",
  "\n---\n",
  "\n...\n",
  "%YAML 3.1\n---\n",
  "%TAG ! tag:a,2000:\n---\n",
  "&a ",
  "*a",
  "\n<<: *a\n",
  "!!binary ",
  "!!js/function ",
  "!!timestamp ",
  "!<tag:yaml.org,2002:map> ",
  "|\n",
  ">-\n",
  "{",
  "}",
  "[",
  "]",
  '"',
  "'",
  "# ",
  "\\",
  "\\u0000",
  "\\ud800",
  "1e999",
  "-",
  ".nan",
  "0x",
  "~",
];

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
