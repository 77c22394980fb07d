import { readCertificate } from "../../kube/credentials/certificate.ts";
import { certificateBlocks } from "../../kube/credentials/pem.ts";

/**
 * Until when the one of some certificates is valid that is valid for the longest.
 * @param base64 of PEM, as a Secret holds it
 * @returns ms since the epoch; undefined where there is none that can be read
 */
export function latestExpiry(base64: unknown): number | undefined {
  if (typeof base64 !== "string") return undefined;
  try {
    const text = new TextDecoder().decode(Uint8Array.fromBase64(base64));
    const ends = certificateBlocks(text).map(({ bytes }) => readCertificate(bytes).notAfter);
    return ends.length > 0 ? Math.max(...ends) : undefined;
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
