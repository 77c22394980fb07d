import { ApiError } from "../../../kube/api/errors.ts";
import { forwardAbort } from "../../../kube/api/forward_abort.ts";
import { containerLog, type LogWorld } from "./container_log.ts";
import type { LogCursor, TimedLine } from "./log_cursor.ts";
import type { Container, RunState } from "./run_state.ts";

export interface FollowContainerOptions {
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  readonly signal: AbortSignal;
}

/** Milliseconds that a log may take to end after its container did. */
const grace = 3_000;

/**
 * The log of one start of a container, from where the cursor is.
 * @returns whether all of it has been read: a stream may end before its container does
 * @throws {ApiError} {ConnectionError} where it can't be read
 */
export async function* followContainer(
  world: LogWorld,
  state: RunState,
  container: Container,
  cursor: LogCursor,
  options: FollowContainerOptions,
): AsyncGenerator<TimedLine, boolean> {
  if (!state.hasEnded(container)) {
    yield* stream(world, state, container, cursor, options);
    if (!state.hasEnded(container)) return false;
  }
  // What the stream did not bring before its end.
  const pod = state.pod(container.pod.name) ?? container.pod;
  const previous = pod.restarts > container.number;
  try {
    yield* containerLog(world, pod, cursor, { ...options, previous });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return true;
}

async function* stream(
  world: LogWorld,
  state: RunState,
  container: Container,
  cursor: LogCursor,
  options: FollowContainerOptions,
): AsyncGenerator<TimedLine> {
  const { signal } = options;
  const cut = new AbortController();
  const unlink = forwardAbort(signal, cut);
  cutAfterEnd(world, state, container, cut);
  try {
    const following = { ...options, follow: true, signal: cut.signal };
    yield* containerLog(world, container.pod, cursor, following);
  } catch (error) {
    signal.throwIfAborted();
    if (!cut.signal.aborted && !isGone(error)) throw error;
  } finally {
    unlink();
    cut.abort();
  }
}

/** A connection may have died without a word. */
async function cutAfterEnd(
  { host }: LogWorld,
  state: RunState,
  container: Container,
  cut: AbortController,
): Promise<void> {
  try {
    while (!state.hasEnded(container)) await state.news(cut.signal);
    await host.sleep(grace, cut.signal);
  } catch {
    // It has ended by itself, or what went wrong is told to those who read.
  }
  cut.abort();
}

/** Of the Pod, or of the container in it. */
function isGone(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 404 || error.code === 400);
}
