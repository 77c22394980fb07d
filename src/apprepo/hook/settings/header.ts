import { type Settings, shellWord } from "../../webhook/settings/settings.ts";
import { steps } from "./steps.ts";
import type { TypedIn } from "./typed_in.ts";

export function header({ url, secret, hook: { proof } }: TypedIn): Settings {
  if (proof.kind !== "header") throw new RangeError(`a hook of a header has no ${proof.kind}`);
  const text = `At the sender:
${steps(`URL: ${url}`, `Header: ${proof.header}`, `Its value: ${secret}`)}
The same from a shell:

curl --silent --show-error --request POST --header ${shellWord(`${proof.header}: ${secret}`)} ${
    shellWord(url)
  }
`;
  return { text, parts: { url, header: proof.header, value: secret } };
}
