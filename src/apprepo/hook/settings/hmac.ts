import { type Settings, shellWord } from "../../webhook/settings/settings.ts";
import { steps } from "./steps.ts";
import type { TypedIn } from "./typed_in.ts";

export function hmac({ url, secret, hook: { proof } }: TypedIn): Settings {
  if (proof.kind !== "hmac") throw new RangeError(`a hook of hmac has no ${proof.kind}`);
  const { algorithm, encoding, prefix, header } = proof;
  const text = `At the sender:
${
    steps(
      `URL: ${url}`,
      `Secret: ${secret}`,
      `Signature: HMAC-${
        algorithm.toUpperCase().replace("SHA", "SHA-")
      } of the body, in ${encoding}${
        prefix === "" ? "" : ` after ${prefix}`
      }, in the header ${header}`,
    )
  }
The same from a shell:

body='{}'
signature=$(printf %s "$body" | openssl dgst -${algorithm} -hmac ${shellWord(secret)} ${
    encoding === "hex" ? "-r | cut -d ' ' -f 1" : "-binary | openssl base64 -A"
  })
curl --silent --show-error --request POST --header ${
    shellWord(`${header}: ${prefix}`)
  }"$signature" \\
  --header 'Content-Type: application/json' --data "$body" ${shellWord(url)}
`;
  return { text, parts: { url, secret, header, algorithm, encoding, prefix } };
}
