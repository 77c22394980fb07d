import { shellWord } from "../../webhook/settings/settings.ts";
import { steps } from "./steps.ts";
import type { HookWords, SenderWords } from "./typed_in.ts";

const words: HookWords = ({ url, secret, hook: { proof } }) => {
  if (proof.kind !== "hmac") throw new RangeError(`a hook of hmac has no ${proof.kind}`);
  const { algorithm, encoding, prefix, header } = proof;
  const name = algorithm.toUpperCase().replace("SHA", "SHA-");
  const after = prefix === "" ? "" : ` after ${prefix}`;
  const text = `At the sender:
${
    steps(
      `URL: ${url}`,
      `Secret: ${secret}`,
      `Signature: HMAC-${name} of the body, in ${encoding}${after}, in the header ${header}`,
    )
  }`;
  const script = `The same from a shell:

body='{}'
signature=$(printf %s "$body" | openssl dgst -${algorithm} -hmac ${shellWord(secret)} ${
    encoding === "hex" ? "-r | cut -d ' ' -f 1" : "-binary | openssl base64 -A"
  })
curl --silent --show-error --request POST --header ${
    shellWord(`${header}: ${prefix}`)
  }"$signature" \\
  --header 'Content-Type: application/json' --data "$body" ${shellWord(url)}
`;
  return { text, script, parts: { url, secret, header, algorithm, encoding, prefix } };
};

export const hmac: SenderWords = { added: words, changed: words };
