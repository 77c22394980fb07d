/**
 * What can go wrong between us and the API server. Each message is the whole line that kubectl
 * would print, `error: ` and the like included, and where it helps a second line with what to do.
 */

/** The API's `Status`, as far as it is read. */
export interface Status {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly causes?: readonly { readonly field?: string; readonly message?: string }[];
    readonly retryAfterSeconds?: number;
  };
}

/** An error whose message is a full line, printed as it is. */
export class KubeError extends Error {
  override name = "KubeError";
}

/** The API server answered with a refusal. */
export class ApiError extends KubeError {
  override name = "ApiError";
  constructor(
    /** The HTTP status code. */
    readonly code: number,
    readonly status: Status,
    /** Seconds that the server asks to wait, from `Retry-After`. */
    readonly retryAfter?: number,
    /** What to do about it: a line after kubectl's. */
    advice?: string,
  ) {
    super(
      advice === undefined ? statusLine(code, status) : `${statusLine(code, status)}\n${advice}`,
    );
  }

  get reason(): string {
    return this.status.reason ?? "";
  }

  /** The server knows no such resource type, as against no such object. */
  get isUnknownType(): boolean {
    return this.code === 404 && this.status.details?.name === undefined;
  }
}

/** The API server could not be reached, or its answer did not arrive whole. */
export class ConnectionError extends KubeError {
  override name = "ConnectionError";
  constructor(
    message: string,
    readonly details: {
      /** `garbled`: an answer came whole, but is none of a Kubernetes API server. */
      readonly kind:
        | "refused"
        | "unknown-host"
        | "tls"
        | "timeout"
        | "broken"
        | "garbled"
        | "proxy";
      /** Whether the server may have acted on the request. */
      readonly sent: boolean;
      /** The code of a 2xx whose body was lost: the request was done. */
      readonly acknowledged?: number;
    },
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A kubeconfig, flag or credential that can't be used. The message is complete. */
export class ConfigError extends KubeError {
  override name = "ConfigError";
}

/** Words a Status as kubectl does. Source: k8s.io/kubectl/pkg/cmd/util/helpers.go, StandardErrorMessage. */
function statusLine(code: number, status: Status): string {
  const message = status.message ?? `the server answered ${code}`;
  switch (status.reason) {
    case "Unauthorized":
      return `error: You must be logged in to the server (${message})`;
    case "Invalid":
      return invalidLine(status);
    case undefined:
    case "":
      return `Error from server: ${message}`;
    default:
      return `Error from server (${status.reason}): ${message}`;
  }
}

function invalidLine({ message, details }: Status): string {
  const { kind = "", name = "", causes = [] } = details ?? {};
  const named = kind !== "" || name !== "";
  const subject = named ? `The ${kind} "${name}" is invalid` : "The request is invalid";
  const texts = [...new Set(causes.map((cause) => `${cause.field ?? ""}: ${cause.message ?? ""}`))];
  if (texts.length === 0) return named || !message ? subject : `${subject}: ${message}`;
  if (texts.length === 1) return `${subject}: ${texts[0]}`;
  return [`${subject}: `, ...texts.map((text) => `* ${text}`)].join("\n");
}
