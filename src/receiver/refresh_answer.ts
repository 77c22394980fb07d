/** One refresh on behalf of those who share it, from the API server's answer to theirs. */

import { appRepositories, type AppRepository } from "../apprepo/app_repository.ts";
import { OutcomeUnknown, refresh } from "../apprepo/refresh/refresh.ts";
import { ApiError } from "../kube/api/errors.ts";
import { type Answer, jsonAnswer } from "./answer.ts";
import type { ApiServer } from "./api_server.ts";
import { CallerClient, type CallerClientOptions } from "./caller_client.ts";
import { DeadlineError, errorAnswer } from "./error_answer.ts";
import type { Target } from "./route.ts";

export interface Call extends Pick<CallerClientOptions, "token" | "timing"> {
  readonly server: ApiServer;
  readonly target: Target;
  /** Milliseconds that it may take in all. */
  readonly limit: number;
  readonly fieldManager: string;
}

export interface Outcome {
  readonly answer: Answer;
  /** What the API server said to the token; undefined where it said nothing. */
  readonly apiCode?: number;
  /** For the operator's log, where the answer does not tell all. */
  readonly error?: unknown;
}

/** GET + PUT. Never rejects for what the API server does. */
export function refreshAnswer(call: Call, putBegins: () => void): Promise<Outcome> {
  return withDeadline(call, putBegins, async (client, signal) => {
    const options = {
      dryRun: "none",
      fieldManager: call.fieldManager,
      stop: signal,
      cut: signal,
    } as const;
    return (await refresh(client, call.target, options, call.timing)).repository;
  });
}

/** GET alone: shows that the caller may see the repository, and changes nothing. */
export function lookAnswer(call: Call): Promise<Outcome> {
  return withDeadline(
    call,
    () => {},
    (client, signal) => client.get<AppRepository>(appRepositories, call.target, { signal }),
  );
}

async function withDeadline(
  { server, target, token, timing, limit }: Call,
  putBegins: () => void,
  work: (client: CallerClient, signal: AbortSignal) => Promise<AppRepository>,
): Promise<Outcome> {
  const deadline = timing.now() + limit;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DeadlineError()), limit);
  const client = new CallerClient(server, { token, deadline, putBegins, timing });
  try {
    const repository = await work(client, controller.signal);
    return { answer: jsonAnswer(200, oldBody(repository)), apiCode: 200 };
  } catch (error) {
    const reason = error instanceof OutcomeUnknown ? error.reason : error;
    const apiCode = reason instanceof ApiError ? reason.code : undefined;
    return { answer: errorAnswer(error, target.cluster), apiCode, error };
  } finally {
    clearTimeout(timer);
  }
}

/** What Kubeapps 2.1-2.4 answered: the object without its type, and a Secret that it never had. */
function oldBody({ apiVersion: _, kind: __, ...repository }: AppRepository) {
  return { appRepository: repository, secret: { metadata: { creationTimestamp: null } } };
}
