import { shellWord } from "../../webhook/settings/settings.ts";
import { steps } from "./steps.ts";
import type { HookWords, SenderWords } from "./typed_in.ts";

const words: HookWords = ({ url, secret, hook: { proof } }) => {
  if (proof.kind !== "header") throw new RangeError(`a hook of a header has no ${proof.kind}`);
  const text = `At the sender:
${steps(`URL: ${url}`, `Header: ${proof.header}`, `Its value: ${secret}`)}`;
  const script = `The same from a shell:

curl --silent --show-error --request POST --header ${shellWord(`${proof.header}: ${secret}`)} ${
    shellWord(url)
  }
`;
  return { text, script, parts: { url, header: proof.header, value: secret } };
};

export const header: SenderWords = { added: words, changed: words };
