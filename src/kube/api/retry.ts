/** When a request is tried again, and after what pause. */

import { ApiError, ConnectionError } from "./errors.ts";

/** How long an API server that has answered before may be away, in ms: the time of a restart. */
export const outageLimit = 60_000;

/**
 * For how many ms a server that has just come back may refuse what it allowed before: it listens
 * before it has read its roles and its resource types.
 */
const warmUp = 30_000;

const attemptsOnServerError = 5;
const attemptsOnThrottling = 10;
const attemptsOnFirstContact = 3;
const attemptsOnGarbledAnswer = 3;

export interface Attempt {
  /** 1 for the first. */
  readonly number: number;
  /** Whether repeating the request is harmless: it only reads. */
  readonly isRead: boolean;
  /** Milliseconds since the server's last answer to anybody in this process; undefined before the first. */
  readonly sinceAnswer: number | undefined;
  /**
   * Milliseconds since any request of this process last met a server that was not there; undefined if
   * none did. What one request saw holds for all: the server that restarted is the same.
   */
  readonly sinceOutage?: number;
  /** From 0 to below 1. */
  readonly random: number;
}

/** @returns milliseconds to wait before the next attempt; undefined where there should be none */
export function pauseBeforeRetry(error: unknown, attempt: Attempt): number | undefined {
  if (error instanceof ApiError) return afterAnswer(error, attempt);
  if (error instanceof ConnectionError) return afterSilence(error, attempt);
  return undefined;
}

/**
 * Whether the error shows that the server was not there; one that had begun to answer 2xx was, and had
 * read its roles.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof ConnectionError)) return false;
  const { kind, acknowledged } = error.details;
  return acknowledged === undefined &&
    (kind === "refused" || kind === "broken" || kind === "proxy");
}

/** 100 ms, 200 ms, 400 ms … up to `longest`, each between half and whole so that clients spread out. */
export function backoff(number: number, random: number, longest = 2_000): number {
  return Math.min(longest, 100 * 2 ** (number - 1)) * (0.5 + random / 2);
}

function afterAnswer(error: ApiError, attempt: Attempt): number | undefined {
  // A 503 may be a gateway's, whose server has done what was asked: who writes must look first.
  const unavailable = error.code === 503 && error.retryAfter !== undefined && attempt.isRead;
  const throttled = error.code === 429 || unavailable;
  if (throttled) {
    const pause = error.retryAfter === undefined
      ? backoff(attempt.number, attempt.random)
      : error.retryAfter * 1_000;
    return attempt.number < attemptsOnThrottling && pause <= outageLimit ? pause : undefined;
  }
  if (attempt.sinceOutage !== undefined && attempt.sinceOutage < warmUp && isRefusal(error)) {
    return backoff(attempt.number, attempt.random, 1_000);
  }
  const mayPass = error.code >= 500 && attempt.isRead && attempt.number < attemptsOnServerError;
  return mayPass ? backoff(attempt.number, attempt.random) : undefined;
}

function isRefusal(error: ApiError): boolean {
  return error.code === 401 || error.code === 403 || error.isUnknownType;
}

/** A server that was never reached is reported at once: the address is wrong more often than not. */
function afterSilence(error: ConnectionError, attempt: Attempt): number | undefined {
  const { kind, sent } = error.details;
  if (kind === "garbled") {
    const hope = attempt.isRead && attempt.number < attemptsOnGarbledAnswer;
    return hope ? backoff(attempt.number, attempt.random) : undefined;
  }
  if ((sent && !attempt.isRead) || (kind !== "refused" && kind !== "broken")) return undefined;
  const hope = attempt.sinceAnswer === undefined
    ? kind === "broken" && attempt.number < attemptsOnFirstContact
    : attempt.sinceAnswer < outageLimit;
  return hope ? backoff(attempt.number, attempt.random, 1_000) : undefined;
}
