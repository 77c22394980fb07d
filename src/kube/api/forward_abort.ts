/**
 * Has `controller` abort when `signal` does. `AbortSignal.any` is the standard's way, but Deno 2.6
 * may collect such a signal as garbage while somebody listens to it, and then nobody hears the abort.
 * @returns ends that
 */
export function forwardAbort(signal: AbortSignal, controller: AbortController): () => void {
  const forward = () => controller.abort(signal.reason);
  if (signal.aborted) forward();
  signal.addEventListener("abort", forward, { once: true });
  return () => signal.removeEventListener("abort", forward);
}
