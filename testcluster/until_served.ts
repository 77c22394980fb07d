import { type Api, ApiError } from "./api.ts";

/** Waits until the API server serves the resource at `path`, three minutes at most. */
export async function untilServed(api: Api, path: string): Promise<void> {
  const deadline = Date.now() + 180_000;
  while (true) {
    try {
      await api.get(path);
      return;
    } catch (error) {
      const isNotYet = error instanceof ApiError && [404, 429, 503].includes(error.code);
      if (!isNotYet || Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
