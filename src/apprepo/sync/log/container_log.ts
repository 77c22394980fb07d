import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError, ConnectionError } from "../../../kube/api/errors.ts";
import type { LogCursor, TimedLine } from "./log_cursor.ts";
import { type PodKey, podLog } from "./pod_log.ts";

export interface ContainerLogOptions {
  readonly follow?: boolean;
  readonly previous?: boolean;
  /** Where to begin, if the cursor does not know better. */
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  readonly signal: AbortSignal;
}

export interface LogWorld {
  readonly client: Pick<KubeClient, "list" | "open">;
  readonly host: {
    now(): number;
    sleep(ms: number, signal?: AbortSignal): Promise<void>;
  };
}

/** What a kubelet sends instead of a log that it has thrown away, with 200 all the same. */
const thrownAway =
  /^(?:unable to retrieve container logs for|failed to try resolving symlinks in path) /;

/** One after the other, without a line in between. */
const failuresAllowed = 5;
const pause = 1_000;

/**
 * The log of one container from where the cursor is, read on where it broke off.
 * @throws {ApiError} as podLog(), and with code 404 where the log was thrown away
 * @throws {ConnectionError} where the server stays away
 */
export async function* containerLog(
  { client, host }: LogWorld,
  pod: PodKey,
  cursor: LogCursor,
  { tailLines, sinceSeconds, ...options }: ContainerLogOptions,
): AsyncGenerator<TimedLine> {
  for (let failures = 0;;) {
    const { sinceTime } = cursor;
    const start = sinceTime === undefined ? { tailLines, sinceSeconds } : { sinceTime };
    cursor.begin();
    try {
      for await (const line of podLog(client, pod, { ...options, ...start, timestamps: true })) {
        const taken = cursor.take(line);
        if (!taken) continue;
        const { time, text } = taken;
        if (time === undefined && thrownAway.test(text)) throw new ApiError(404, { message: text });
        failures = 0;
        yield taken;
      }
      return;
    } catch (error) {
      options.signal.throwIfAborted();
      // Of a log that is followed, nothing for a while is nothing bad.
      const isSilence = options.follow && isTimeout(error);
      if (!isSilence && (!isInterruption(error) || ++failures > failuresAllowed)) throw error;
      await host.sleep(pause, options.signal);
    }
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof ConnectionError && error.details.kind === "timeout";
}

/** A server that could not be reached at all was away for longer than a restart takes. */
function isInterruption(error: unknown): boolean {
  if (error instanceof ApiError) return error.code >= 500;
  return error instanceof ConnectionError && error.details.kind !== "refused";
}
