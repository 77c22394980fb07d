/** How a request shows that it comes from the hook's sender. */

/** Signs the body's bytes with the key. */
export interface HmacProof {
  readonly kind: "hmac";
  /** Of the header with the signature, in lower case. */
  readonly header: string;
  readonly algorithm: "sha1" | "sha256" | "sha512";
  readonly encoding: "hex" | "base64";
  /** What stands before the signature in the header, such as `sha256=`. */
  readonly prefix: string;
}

/** Sends the key as it is. */
export interface HeaderProof {
  readonly kind: "header";
  /** In lower case. */
  readonly header: string;
}

export type Proof =
  | HmacProof
  | HeaderProof
  /** Signs id, time and body, as Standard Webhooks has it. */
  | { readonly kind: "standard" }
  /** Can do nothing of that: the URL is the secret. */
  | { readonly kind: "url" };

/** Of a header's name. Source: RFC 9110, 5.6.2. */
const headerForm = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}$/;

/** What says how a request is sent, and can't say who sent it. */
const taken = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Whether a sender can put a secret or a signature into the header of that name. */
export function isProofHeader(name: string): boolean {
  return headerForm.test(name) && !taken.has(name.toLowerCase());
}
