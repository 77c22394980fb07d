/** Where systems keep the certificates that they trust. Source: Go's crypto/x509/root_unix.go. */

import type { Host } from "../host.ts";

const bundles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/** Folders that hold what the bundles hold, one certificate a file. */
const usualFolders = ["/etc/ssl/certs", "/etc/pki/tls/certs"];

/**
 * The system's certificates as PEM: SSL_CERT_FILE beside, as in Go, those of the usual folders.
 * @param anyBundle takes a bundle on macOS too, where the keychain is what counts
 * @returns undefined where they are in no file, or SSL_CERT_DIR names other folders: then the
 * runtime's own way to the system's store is the right one
 */
export async function systemRoots(
  host: Pick<Host, "env" | "files" | "platform">,
  anyBundle: boolean,
): Promise<string | undefined> {
  const { os } = host.platform;
  if (os === "windows" || (os === "darwin" && !anyBundle)) return undefined;
  const folders = host.env.get("SSL_CERT_DIR");
  if (folders && !folders.split(":").every((folder) => usualFolders.includes(folder))) {
    return undefined;
  }
  const file = host.env.get("SSL_CERT_FILE");
  const usual = await firstOf(host, bundles);
  if (!file || bundles.includes(file)) return usual;
  const own = await firstOf(host, [file]);
  return own === undefined && usual === undefined ? undefined : `${own ?? ""}\n${usual ?? ""}`;
}

async function firstOf(
  host: Pick<Host, "files">,
  paths: readonly string[],
): Promise<string | undefined> {
  for (const path of paths) {
    try {
      return await host.files.readText(path);
    } catch {
      // The next one may be there.
    }
  }
  return undefined;
}
