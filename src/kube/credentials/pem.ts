/** The text form of certificates and keys (RFC 7468). */

export interface PemBlock {
  /** Such as `CERTIFICATE`. */
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** The blocks whose label matches; like Go's reader, passes over what is no block. */
export function pemBlocks(text: string, label: RegExp): PemBlock[] {
  const found: PemBlock[] = [];
  for (
    const [, name = "", body = ""] of text.matchAll(/-----BEGIN (.+?)-----([^-]*)-----END \1-----/g)
  ) {
    if (!label.test(name)) continue;
    const bytes = decode(body);
    if (bytes) found.push({ label: name, bytes });
  }
  return found;
}

export function toPem({ label, bytes }: PemBlock): string {
  const lines = btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""))
    .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

/** An encrypted block has headers before the base64, and so is none for us. */
function decode(body: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(body.replace(/\s/g, "")), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}
