/** Where systems keep the certificates that they trust. Source: Go's crypto/x509/root_unix.go. */

import type { Host } from "../../host.ts";
import type { Source } from "./authorities.ts";

/** What it takes to find the certificates; without folders, SSL_CERT_DIR is not read. */
export type TrustHost =
  & Pick<Host, "env" | "files" | "platform" | "now">
  & Partial<Pick<Host, "folders">>;

const bundles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/** Folders that hold what the bundles hold, a certificate in each file. */
const usualFolders = ["/etc/ssl/certs", "/etc/pki/tls/certs"];

/**
 * The system's certificates, those of SSL_CERT_FILE and SSL_CERT_DIR as Go reads them: the
 * file stands for the bundle, not for the usual folders.
 * @param anyBundle takes a bundle on macOS too, where the keychain is what counts
 * @returns undefined where the system keeps them in no file
 */
export async function systemRoots(
  host: TrustHost,
  anyBundle: boolean,
): Promise<Source[] | undefined> {
  const { os } = host.platform;
  if (os === "windows" || (os === "darwin" && !anyBundle)) return undefined;
  const file = host.env.get("SSL_CERT_FILE");
  const folders = host.env.get("SSL_CERT_DIR")?.split(":") ?? [];
  const bundle = await firstOf(host, bundles);
  const own = file && !bundles.includes(file) ? await firstOf(host, [file]) : undefined;
  const isUsual = folders.every((folder) => folder === "" || usualFolders.includes(folder));
  // Reading one bundle stands for reading hundreds of files with the same in them.
  const fromFolders = isUsual
    ? bundle ?? await allIn(host, usualFolders)
    : await allIn(host, folders);
  const sources = [own ?? (isUsual ? undefined : bundle), fromFolders].flat();
  const found = sources.filter((source) => source !== undefined);
  return found.length === 0 ? undefined : found;
}

async function firstOf(
  host: Pick<Host, "files">,
  paths: readonly string[],
): Promise<Source | undefined> {
  for (const path of paths) {
    try {
      return { pem: await host.files.readText(path), origin: path, isVetted: isVetted(path) };
    } catch {
      // The next one may be there.
    }
  }
  return undefined;
}

function isVetted(path: string): boolean {
  return bundles.includes(path) || usualFolders.includes(path.slice(0, path.lastIndexOf("/")));
}

async function allIn(host: TrustHost, folders: readonly string[]): Promise<Source[]> {
  const found: Source[] = [];
  for (const folder of folders.filter((folder) => folder !== "")) {
    for (const name of await host.folders?.list(folder) ?? []) {
      const source = await firstOf(host, [`${folder}/${name}`]);
      if (source !== undefined) found.push(source);
    }
  }
  return found;
}
