import { ApiError } from "../kube/api/errors.ts";
import { type Answer, refusal, textAnswer } from "./answer.ts";
import type { ApiServer } from "./api_server.ts";

/** Milliseconds: within it an API server must answer, and for it an answer counts. */
const patience = 2_000;
const fresh = 1_000;

/** 200 where at least one API server answers, with whatever code, and takes nobody for somebody. */
export async function readiness(servers: readonly ApiServer[]): Promise<Answer> {
  const signal = AbortSignal.timeout(patience);
  const outcomes = await Promise.all(servers.map((server) => answers(server, signal)));
  if (outcomes.includes(true)) return textAnswer(200, "ok\n");
  return refusal(503, "ServiceUnavailable", "No API server can be used.");
}

async function answers(server: ApiServer, signal: AbortSignal): Promise<boolean> {
  try {
    await server.ensureAnonymous(signal, fresh);
    return true;
  } catch (error) {
    return error instanceof ApiError;
  }
}
