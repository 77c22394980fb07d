/** The text form of certificates and keys (RFC 7468, and RFC 1421 for those with headers). */

export interface PemBlock {
  /** Such as `CERTIFICATE`. */
  readonly label: string;
  /** The lines before the base64, as in `Proc-Type: 4,ENCRYPTED`; empty for most. */
  readonly headers: string;
  readonly bytes: Uint8Array;
}

/** The blocks in their order; like Go's reader, passes over what is no block. */
export function pemBlocks(text: string): PemBlock[] {
  return text.split("-----BEGIN ").slice(1).flatMap((part) => {
    const [, label = "", inner] = /^(.+?)-----([^]*?)-----END \1-----/.exec(part) ?? [];
    if (inner === undefined) return [];
    const [, headers = "", body = ""] = /^(\s*(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*)*)([^]*)$/
      .exec(inner) ?? [];
    const bytes = decode(body);
    return bytes ? [{ label, headers: headers.trim(), bytes }] : [];
  });
}

export function certificateBlocks(text: string): PemBlock[] {
  return pemBlocks(text).filter(({ label }) => label === "CERTIFICATE");
}

export function toPem({ label, bytes }: Pick<PemBlock, "label" | "bytes">): string {
  const lines = bytes.toBase64().match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

/** White space is no part of it. */
function decode(body: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(body);
  } catch {
    return undefined;
  }
}
