/** The receiver's own certificate, from files that may be replaced while it runs. */

import type { Files } from "../host.ts";
import { checkedClientCertificate } from "../kube/credentials/client_certificate.ts";
import type { CertificatePair } from "./http/tls_front.ts";

export interface CertificatePaths {
  readonly cert: string;
  readonly key: string;
}

/**
 * Reads and checks a pair: the runtime would end the process on one that it can't use.
 * @throws {Error} saying what is wrong with which file
 */
export async function readCertificate(
  files: Files,
  { cert, key }: CertificatePaths,
): Promise<CertificatePair> {
  const pair = { cert: await files.readText(cert), key: await files.readText(key) };
  try {
    return checkedClientCertificate(pair);
  } catch (error) {
    const reason = (error as Error).message.replaceAll("client ", "");
    throw new Error(`${cert} and ${key} can't be used: ${reason}`, { cause: error });
  }
}

/** Looks at the files every so often. */
export class CertificateWatch {
  readonly #timer: ReturnType<typeof setInterval>;
  #seen: string;

  /** @param changed given a new pair, checked; @param failed told why a changed one can't be used */
  constructor(
    files: Files,
    paths: CertificatePaths,
    first: CertificatePair,
    options: {
      readonly every: number;
      readonly changed: (pair: CertificatePair) => void;
      readonly failed: (error: unknown) => void;
    },
  ) {
    this.#seen = first.cert + first.key;
    let times = "";
    let isBusy = false;
    this.#timer = setInterval(async () => {
      if (isBusy) return;
      isBusy = true;
      try {
        const now = `${await files.modifiedAt(paths.cert)} ${await files.modifiedAt(paths.key)}`;
        if (now === times) return;
        times = now;
        const pair = await readCertificate(files, paths);
        if (pair.cert + pair.key === this.#seen) return;
        options.changed(pair);
        this.#seen = pair.cert + pair.key;
      } catch (error) {
        // The two files of a pair are not replaced in one step: what is wrong now may be right soon.
        options.failed(error);
      } finally {
        isBusy = false;
      }
    }, options.every);
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
