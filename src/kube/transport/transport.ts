/** Carries requests to the API server: TLS, proxy and client certificate, nothing of Kubernetes. */

import type { ClientCertificate } from "../credentials/credentials.ts";

export interface TransportOptions {
  readonly server: string;
  /** PEM; trusted alone. Without it, the system's certificates are. */
  readonly ca?: string;
  /** Where that is from, for errors: a file's path, or the field of the kubeconfig. */
  readonly caOrigin?: string;
  readonly insecure: boolean;
  /** The name to ask for and to find in the server's certificate, instead of the host's. */
  readonly serverName?: string;
  readonly certificate?: ClientCertificate;
  /** From the kubeconfig; it beats the environment's. */
  readonly proxyUrl?: string;
  /** Whether a connection may carry one request after the other; yes unless told otherwise. */
  readonly keepAlive?: boolean;
  /** Whether a request's headers go out as they are listed, and no others: Host is among them then. */
  readonly verbatim?: boolean;
}

/** A list, since a header that is repeated must stay so: `Impersonate-Group` has no comma form. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export interface TransportRequest {
  readonly method: string;
  readonly headers: HeaderList;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** An answer whose head has come. Its body is read once, in one of two ways. */
export interface TransportResponse {
  readonly status: number;
  readonly headers: Headers;
  /** The body as it comes; whoever leaves it early ends the connection. */
  stream(): AsyncIterable<Uint8Array>;
  /** The whole body. */
  text(): Promise<string>;
}

export interface Transport {
  /** Host and port of the proxy on the way. */
  readonly proxy?: string;
  /** Certificates of authorities that are not trusted, and why. */
  readonly passedOver?: readonly string[];
  /** @throws whatever the runtime throws; `connectionError` puts it into words */
  send(url: string, request: TransportRequest): Promise<TransportResponse>;
  /** Takes no new requests; those under way go on. */
  close(): void;
}
