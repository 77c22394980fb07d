/** Puts what went wrong with the API server into an answer for the caller. */

import { OutcomeUnknown } from "../apprepo/refresh/refresh.ts";
import { ApiError, ConnectionError } from "../kube/api/errors.ts";
import { NotAnonymousError } from "./anonymous_check.ts";
import { type Answer, jsonAnswer, refusal } from "./answer.ts";

/** The API server took longer than a caller waits. */
export class DeadlineError extends Error {
  override name = "DeadlineError";
  constructor() {
    super("the API server did not answer in the time that a caller waits");
  }
}

/**
 * An API server's refusal goes on as it came, with its code; addresses inside the cluster don't.
 * @param cluster its name, as the caller gave it
 * @throws the error, where it has nothing to do with the API server
 */
export function errorAnswer(error: unknown, cluster: string): Answer {
  if (error instanceof OutcomeUnknown) return errorAnswer(error.reason, cluster);
  if (error instanceof ApiError) return apiRefusal(error, cluster);
  if (error instanceof ConnectionError) return unreachable(error, cluster);
  if (error instanceof DeadlineError) return late(cluster);
  if (error instanceof NotAnonymousError) {
    return refusal(
      503,
      "ServiceUnavailable",
      `The receiver does not serve cluster "${cluster}": its connection to the API server carries credentials of its own. The operator finds more in the receiver's log.`,
      { "retry-after": "10" },
    );
  }
  // spec.resyncRequests is no number.
  if (error instanceof RangeError) return refusal(422, "Invalid", `${error.message}.`);
  throw error;
}

export function unauthorized(message: string): Answer {
  return refusal(401, "Unauthorized", message, { "www-authenticate": "Bearer" });
}

export function refusedToken(cluster: string): Answer {
  return unauthorized(
    `Unauthorized: the API server of cluster "${cluster}" does not accept this token. It may have expired, its ServiceAccount may have been deleted, or it belongs to another cluster.`,
  );
}

export function late(cluster: string): Answer {
  return refusal(
    504,
    "Timeout",
    `The API server of cluster "${cluster}" did not answer in time. Whether the refresh was done is not known; sending the request again does no harm.`,
  );
}

function apiRefusal(error: ApiError, cluster: string): Answer {
  if (error.code === 401) return refusedToken(cluster);
  if (error.code < 400) {
    return refusal(
      502,
      "BadGateway",
      `What stands at the address of cluster "${cluster}" answered ${error.code}: it is no API server.`,
    );
  }
  const status = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure" };
  const retry: Record<string, string> = error.retryAfter === undefined
    ? {}
    : { "retry-after": String(error.retryAfter) };
  const message = error.isUnknownType && error.reason === "NotFound"
    ? `The API server of cluster "${cluster}" knows no AppRepositories: Kubeapps' resource definition (apprepositories.kubeapps.com) is not installed there.`
    : error.status.message;
  return jsonAnswer(error.code, { ...status, ...error.status, message, code: error.code }, retry);
}

const words: Readonly<Record<ConnectionError["details"]["kind"], string>> = {
  refused: "the connection was refused",
  "unknown-host": "its name is not known",
  tls: "TLS failed",
  timeout: "no answer came in time",
  broken: "the connection broke",
  garbled: "something else answers at its address",
  proxy: "the proxy on the way failed",
};

function unreachable({ details }: ConnectionError, cluster: string): Answer {
  if (details.kind === "timeout") return late(cluster);
  return refusal(
    502,
    "BadGateway",
    `The API server of cluster "${cluster}" could not be reached: ${
      words[details.kind]
    }. Sending the request again later does no harm.`,
  );
}
